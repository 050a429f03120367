"""Number of requests at a time that a service bears, adapted to its responses."""

FIRST = 4  # at a time, at the start [A]
MOST = 32
SLOWER = 2.0  # times the first latency: beyond, the number does not grow


class AdaptiveLimit:
    """Additive increase while the latency stays low, half on a failure. One thread calls it."""

    def __init__(self) -> None:
        self.value = FIRST
        self.latency = 0.0  # seconds, mean of the first responses; 0 before them
        self._first: list[float] = []
        self._steady = 0  # good responses since the last change

    def note(self, seconds: float, *, failed: bool) -> None:
        """Take one response into account."""
        if failed:
            self.value, self._steady = max(1, self.value // 2), 0
            return
        if len(self._first) < FIRST:
            self._first.append(seconds)
            if len(self._first) == FIRST:
                self.latency = sum(self._first) / FIRST
            return
        self._steady = self._steady + 1 if seconds < SLOWER * self.latency else 0
        if self._steady >= self.value:
            self.value, self._steady = min(MOST, self.value + 1), 0
