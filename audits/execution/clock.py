"""Clock of a run: seconds since its start, on the machine's monotonic clock."""

import time


class MonotonicClock:
    """CLOCK_MONOTONIC, which all processes of a machine share."""

    def __init__(self, zero: float) -> None:
        self.zero = zero

    def now(self) -> float:
        """Return the seconds since `zero`, negative before it."""
        return time.monotonic() - self.zero

    def sleep_until(self, moment: float) -> None:
        """Wait until `moment`; return at once when it has passed."""
        time.sleep(max(moment - self.now(), 0.0))
