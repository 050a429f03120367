"""What the loop complains of, the same words once a second: a log must not fill a disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

EVERY = 1.0  # seconds
KINDS = 100  # different complaints remembered at a time


class ErrorLog:
    """A loop's exception handler."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._told: dict[str, float] = {}
        self._kept_back = 0

    def hear(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Tell it as the loop would, or keep it back and count it."""
        words, now = str(context.get("message")), self._now()
        if now - self._told.get(words, -EVERY) < EVERY:
            self._kept_back += 1
            return
        if len(self._told) >= KINDS:
            self._told.clear()
        self._told[words] = now
        if self._kept_back:
            context = {**context, "message": f"{words} ({self._kept_back} more were kept back)"}
            self._kept_back = 0
        loop.default_exception_handler(context)
