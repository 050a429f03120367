"""Heals everything when nobody says for a while that the faults are still wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic


class Lease:
    """With `seconds` and no `renew` for that long, awaits `expired`, once until renewed."""

    def __init__(self, seconds: float | None, expired: Callable[[], Awaitable[None]]) -> None:
        self.seconds = seconds
        self.expired = expired
        self.due = monotonic() + (seconds or 0.0)
        self.renewed = asyncio.Event()

    def renew(self) -> None:
        """Count from now."""
        self.due = monotonic() + (self.seconds or 0.0)
        self.renewed.set()

    async def watch(self) -> None:
        """Watch for ever; cancel to end."""
        if self.seconds is None:
            return
        while True:
            left = self.due - monotonic()
            if left > 0:
                await asyncio.sleep(left)
                continue
            self.renewed.clear()
            await self.expired()
            await self.renewed.wait()
