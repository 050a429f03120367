"""Room for connections: each takes two of the files that a process may open.

On a silent link nothing ends, as intended: who has left stays joined to an upstream that is never
told, for as long as the fault lasts. An hour of that fills any table, ours as a router's. When it
is full, who left first is forgotten first, and counted. Only where nobody has left is a newcomer
turned away: the machine is too small for the crowd, which is no fault of the service's.
"""

from __future__ import annotations

from typing import Protocol

FILES = 2  # a connection: its client, its upstream
RESERVE = 256  # files: the control API, the listeners, newcomers on their way out


class Tenant(Protocol):
    """A connection that takes room."""

    def forget(self) -> None:
        """Close both sides now: the room is wanted."""


class Room:
    """For as many connections as `files` allow."""

    def __init__(self, files: int) -> None:
        self.most = max(1, (files - RESERVE) // FILES)
        self._inside: set[Tenant] = set()
        self._left: dict[Tenant, None] = {}  # their client has gone; first gone first

    def enter(self, one: Tenant) -> bool:
        """Take room for a connection, from who has left if need be; False where there is none."""
        if len(self._inside) >= self.most:
            if not self._left:
                return False
            gone = next(iter(self._left))
            self.leave(gone)
            gone.forget()
        self._inside.add(one)
        return True

    def abandon(self, one: Tenant) -> None:
        """Learn that the client of a connection has gone, while the rest of it stays."""
        if one in self._inside:
            self._left.setdefault(one)

    def leave(self, one: Tenant) -> None:
        """Give room back; twice is fine."""
        self._inside.discard(one)
        self._left.pop(one, None)
