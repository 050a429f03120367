"""Rate-limited log of the event loop's errors: a log must not fill the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

EVERY = 1.0  # seconds between two equal messages
KINDS = 100  # different messages remembered at a time


class ErrorLog:
    """Exception handler of a loop; equal messages are logged once per EVERY."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._logged: dict[str, float] = {}
        self._suppressed = 0

    def handle(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Log an error as the loop would, or count it as suppressed."""
        message, now = str(context.get("message")), self._now()
        if now - self._logged.get(message, -EVERY) < EVERY:
            self._suppressed += 1
            return
        if len(self._logged) >= KINDS:
            self._logged.clear()
        self._logged[message] = now
        if self._suppressed:
            context = {**context, "message": f"{message} ({self._suppressed} more suppressed)"}
            self._suppressed = 0
        loop.default_exception_handler(context)
