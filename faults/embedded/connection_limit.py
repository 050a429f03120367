"""Limit of open connections: each uses two of the file descriptors that a process may open.

On a silent link no connection ends, as intended: a client that leaves stays joined to an upstream
that is not informed, while the fault lasts. After an hour that fills any table, as in a router. At
the limit, the connections whose client left first are closed first, and counted. A new connection
is refused only if no client has left: then the machine is too small for the crowd, which is not a
weakness of the service.
"""

from __future__ import annotations

from typing import Protocol

FILES = 2  # per connection: its client, its upstream
RESERVE = 256  # files: the control API, the listeners, refused connections until they are closed


class LimitedConnection(Protocol):
    """The part of a connection that the limit uses."""

    def forget(self) -> None:
        """Close both sides now: a new connection needs the space."""


class ConnectionLimit:
    """At most as many connections as `files` open files allow."""

    def __init__(self, files: int) -> None:
        self.most = max(1, (files - RESERVE) // FILES)
        self._open: set[LimitedConnection] = set()
        self._client_left: dict[LimitedConnection, None] = {}  # in the order of leaving

    def admit(self, connection: LimitedConnection) -> bool:
        """Count a new connection; return False at the limit.

        Closes the connection whose client left first, if that makes space.
        """
        if len(self._open) >= self.most:
            if not self._client_left:
                return False
            oldest = next(iter(self._client_left))
            self.release(oldest)
            oldest.forget()
        self._open.add(connection)
        return True

    def client_left(self, connection: LimitedConnection) -> None:
        """Note that the client of a connection has left, while the rest of it stays."""
        if connection in self._open:
            self._client_left.setdefault(connection)

    def release(self, connection: LimitedConnection) -> None:
        """Stop counting a connection; again is not an error."""
        self._open.discard(connection)
        self._client_left.pop(connection, None)
