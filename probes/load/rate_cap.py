"""How many journeys may begin: the limit that whoever authorised the trial has set."""

import math
from collections import deque


class RateCap:
    """At most `rate` begin in any second, wherever it starts; below one a second, one in 1 / rate.

    The same rule is asked of a plan before the run, with the times drawn, and of the dispatcher
    during it, with the real ones.
    """

    def __init__(self, rate: float) -> None:
        most = max(1, math.floor(rate))
        self.window = most / rate  # seconds
        self._begun: deque[float] = deque(maxlen=most)

    def admits(self, at: float) -> bool:
        """Whether a journey may begin at `at` seconds, never before the last one asked about."""
        if len(self._begun) == self._begun.maxlen and at - self._begun[0] < self.window:
            return False
        self._begun.append(at)
        return True
