"""Schedule of arrivals. The clock is an argument, so that tests run in virtual time."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from epreuve.probes.load.arrival import Arrival

BARRIER_CHECK = 0.01  # seconds between two checks for the end of a pause


class Schedule:
    """Queue of arrivals, returned one by one, none early; `handed` counts them.

    Arrivals, barriers and `until` are on the plan clock, which pauses at each barrier until
    `resume`. `now` is the run clock, in seconds since the run's zero; it may be negative. Arrivals
    are handed out with their time on the run clock. `wait(seconds)` returns whether the run was
    stopped meanwhile.
    """

    def __init__(
        self,
        arrivals: Sequence[Arrival],
        until: float,
        now: Callable[[], float],
        wait: Callable[[float], bool],
        barriers: Sequence[float] = (),
    ) -> None:
        self.handed = 0
        self._arrivals, self._until, self._now, self._wait = arrivals, until, now, wait
        self._barriers = barriers
        self._shifts = [0.0]  # seconds, before the first barrier, then after each resumed one

    def resume(self, barrier: int, shift: float) -> None:
        """Start the arrivals after a barrier `shift` seconds after their plan time.

        Earlier barriers that are still pending get the same shift. A repeated call has no effect.
        """
        self._shifts += [shift] * (barrier + 2 - len(self._shifts))

    @property
    def has_pending_barrier(self) -> bool:
        """Whether a barrier was not resumed yet."""
        return len(self._shifts) <= len(self._barriers)

    @property
    def end(self) -> float:
        """End of the run on the run clock; infinite while a barrier is pending."""
        return float("inf") if self.has_pending_barrier else self._until + self._shifts[-1]

    def due(self) -> Iterator[Arrival]:
        """Yield each arrival at its time, or late; none after the end or a stop."""
        for arrival in self._arrivals:
            shifted = self._wait_until_due(arrival)
            if shifted is None:
                return
            self.handed += 1
            yield shifted

    def overdue(self) -> Iterator[Arrival]:
        """Yield the arrivals whose time has passed and that were not handed out."""
        now = self._now()
        for arrival in self._arrivals[self.handed :]:
            shifted = self._shifted(arrival)
            if shifted is None or shifted.at > now:
                return
            yield shifted

    def _wait_until_due(self, arrival: Arrival) -> Arrival | None:
        stopped = self._wait(0.0)
        while not stopped:
            shifted = self._shifted(arrival)
            if shifted is None:
                stopped = self._wait(BARRIER_CHECK)
                continue
            now, end = self._now(), self.end
            if now >= end:
                return None
            if now >= shifted.at:
                return shifted
            stopped = self._wait(min(shifted.at, end) - now)
        return None

    def _shifted(self, arrival: Arrival) -> Arrival | None:
        """Return the arrival on the run clock; None while its barrier is pending."""
        passed = bisect_right(self._barriers, arrival.at)
        if passed >= len(self._shifts):
            return None
        shift = self._shifts[passed]
        return arrival._replace(at=arrival.at + shift) if shift else arrival
