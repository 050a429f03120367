"""The one clock of a run: seconds since its zero, on the machine's monotonic clock."""

import time


class MonotonicClock:
    """CLOCK_MONOTONIC is the same for all processes of a machine, so the load child shares it."""

    def __init__(self, zero: float) -> None:
        self.zero = zero

    def now(self) -> float:
        """Seconds since zero; negative before it."""
        return time.monotonic() - self.zero

    def sleep_until(self, moment: float) -> None:
        """Wait until `moment`, at once when it has passed."""
        time.sleep(max(moment - self.now(), 0.0))
