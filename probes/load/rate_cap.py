"""Rate limit of journeys, set by the authorisation of the audit."""

import math
from collections import deque


class RateCap:
    """At most `rate` journeys per second, None for no limit; counted in any `window`.

    The window holds whole journeys: 7/s is seven in any second, 1.5/s is one in any two thirds of
    a second. The same rule checks the planned times before the run and the real ones during it.
    """

    def __init__(self, rate: float | None) -> None:
        most = 0 if rate is None else max(1, math.floor(rate))
        self.window = most / rate if rate else 0.0  # seconds
        self._starts: deque[float] = deque(maxlen=most)

    def admits(self, at: float) -> bool:
        """Return whether a journey may begin at `at` seconds; times must not decrease."""
        starts = self._starts
        if starts and len(starts) == starts.maxlen and at - starts[0] < self.window:
            return False
        starts.append(at)
        return True
