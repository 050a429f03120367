"""Lease: heals everything when heartbeats stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

TURN, TURNS = 0.05, 6  # seconds, and their number, to read what waits in the sockets
LATE = 0.25  # seconds that a turn of TURN takes on an overloaded machine


class Lease:
    """Timer that awaits `expired` after `seconds` without `renew`, once until the next one.

    The first wait is `grace`, if any: the client may still be starting.
    """

    def __init__(
        self,
        seconds: float | None,
        expired: Callable[[], Awaitable[None]],
        grace: float | None = None,
    ) -> None:
        self.seconds = seconds
        self.expired = expired
        self.due = monotonic() + ((seconds or 0.0) if grace is None else grace)
        self.renewed = asyncio.Event()

    def renew(self) -> None:
        """Restart the lease now."""
        self.due = monotonic() + (self.seconds or 0.0)
        self.renewed.set()

    async def _heartbeat_delayed(self) -> bool:
        """Return whether a heartbeat may wait unread because the machine is overloaded.

        What waits in the sockets is read within a few turns of the loop. Late turns show that this
        process gets too little processor time; the lease is then extended.
        """
        due = self.due
        for _ in range(TURNS):
            before = monotonic()
            await asyncio.sleep(TURN)
            if self.due != due:
                return True
            if monotonic() - before > LATE:
                self.due = monotonic() + TURN * TURNS
                return True
        return False

    async def watch(self) -> None:
        """Watch the lease; cancel to end."""
        if self.seconds is None:
            return
        while True:
            left = self.due - monotonic()
            if left > 0:
                await asyncio.sleep(min(left, self.seconds))  # a renewal may shorten the grace
                continue
            if await self._heartbeat_delayed():
                continue
            self.renewed.clear()
            await self.expired()
            await self.renewed.wait()
