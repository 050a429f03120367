"""Circuit breaker: stops calls for a while after consecutive failures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_FAILURES = 3  # consecutive failures before opening [A]
_PAUSE = 5.0  # seconds before a trial call [A]


class Breaker:
    """Circuit breaker: closed; open after consecutive failures; one trial call after each pause.

    Pattern described by Michael Nygard, *Release It!* [G].
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._retry_at = 0.0

    def allows(self) -> bool:
        """Return whether a call is allowed now. A trial call delays the next one by a pause."""
        with self._lock:
            if self._failures < _FAILURES:
                return True
            if self._clock() < self._retry_at:
                return False
            self._retry_at = self._clock() + _PAUSE
            return True

    def succeeded(self) -> None:
        """Record a success: close."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Record a failure: open after too many."""
        with self._lock:
            self._failures += 1
            self._retry_at = self._clock() + _PAUSE
