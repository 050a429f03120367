"""Heals everything when nobody says for a while that the faults are still wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

TURN, TURNS = 0.05, 6  # seconds, and how many, to read what waits in the sockets
LATE = 0.25  # seconds that a turn of TURN takes on a machine that starves us


class Lease:
    """With `seconds` and no `renew` for that long, awaits `expired`, once until renewed.

    The first time it waits for `grace` if that is given: who renews it may still be starting.
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
        """Count from now."""
        self.due = monotonic() + (self.seconds or 0.0)
        self.renewed.set()

    async def _starved(self) -> bool:
        """Whether a heartbeat was only waiting to be read: a busy machine must not look dead.

        What is in the sockets is read within a few turns of the loop; turns that come late say
        that this process is starved, and another look is due.
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
        """Watch for ever; cancel to end."""
        if self.seconds is None:
            return
        while True:
            left = self.due - monotonic()
            if left > 0:
                await asyncio.sleep(min(left, self.seconds))  # a renewal may shorten a grace
                continue
            if await self._starved():
                continue
            self.renewed.clear()
            await self.expired()
            await self.renewed.wait()
