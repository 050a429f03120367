"""How many journeys may begin: the limit that whoever authorised the trial has set."""

import math
from collections import deque


class RateCap:
    """At most `rate` a second, None for no limit: whole journeys in any `window`, about a second.

    Seven a second: seven in any second. One and a half: one in any two thirds of a second.

    The same rule is asked of a plan before the run, with the times drawn, and of the dispatcher
    during it, with the real ones.
    """

    def __init__(self, rate: float | None) -> None:
        most = 0 if rate is None else max(1, math.floor(rate))
        self.window = most / rate if rate else 0.0  # seconds
        self._begun: deque[float] = deque(maxlen=most)

    def admits(self, at: float) -> bool:
        """Whether a journey may begin at `at` seconds, never before the last one asked about."""
        begun = self._begun
        if begun and len(begun) == begun.maxlen and at - begun[0] < self.window:
            return False
        begun.append(at)
        return True
