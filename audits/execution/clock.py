"""Clock of a run: seconds since its start, on the monotonic clock of the machine."""

import time


class MonotonicClock:
    """CLOCK_MONOTONIC, which all processes of a machine share, also the load process."""

    def __init__(self, zero: float) -> None:
        self.zero = zero

    def now(self) -> float:
        """Return the seconds since the start; negative before it."""
        return time.monotonic() - self.zero

    def sleep_until(self, moment: float) -> None:
        """Wait until `moment`; return at once when it has passed."""
        time.sleep(max(moment - self.now(), 0.0))
