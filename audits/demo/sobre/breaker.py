"""A circuit breaker: after some failures in a row, stop calling for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_FAILURES = 3  # in a row before opening [A]
_PAUSE = 5.0  # s before one trial call [A]


class Breaker:
    """Closed, then open after failures in a row, then one trial at a time after a pause.

    Pattern described by Michael Nygard, *Release It!* [G].
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._retry_at = 0.0

    def allows(self) -> bool:
        """Whether to call now; a trial call pushes the next one back by a pause."""
        with self._lock:
            if self._failures < _FAILURES:
                return True
            if self._clock() < self._retry_at:
                return False
            self._retry_at = self._clock() + _PAUSE
            return True

    def succeeded(self) -> None:
        """The call went well: close."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """The call failed: count, and open when it is once too often."""
        with self._lock:
            self._failures += 1
            self._retry_at = self._clock() + _PAUSE
