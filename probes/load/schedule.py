"""Schedule of arrivals. The clock is an argument, so that tests run in virtual time."""

from collections.abc import Callable, Iterator, Sequence

from epreuve.probes.load.arrival import Arrival


class Schedule:
    """Hands out arrivals one by one, none early; `handed` counts them.

    `wait(seconds)` returns whether the run was stopped meanwhile. Times of `now` are in seconds
    since the run's zero, and may be negative.
    """

    def __init__(
        self,
        arrivals: Sequence[Arrival],
        until: float,
        now: Callable[[], float],
        wait: Callable[[float], bool],
    ) -> None:
        self.handed = 0
        self._arrivals, self._until, self._now, self._wait = arrivals, until, now, wait

    def due(self) -> Iterator[Arrival]:
        """Yield each arrival at its time, or late; none after the end or a stop."""
        for arrival in self._arrivals:
            if not self._wait_until_due(arrival):
                return
            self.handed += 1
            yield arrival

    def overdue(self) -> Iterator[Arrival]:
        """Yield the arrivals whose time has passed and that were not handed out."""
        now = self._now()
        for arrival in self._arrivals[self.handed :]:
            if arrival.at > now:
                return
            yield arrival

    def _wait_until_due(self, arrival: Arrival) -> bool:
        stopped = self._wait(0.0)
        while (now := self._now()) < self._until and not stopped:
            if now >= arrival.at:
                return True
            stopped = self._wait(min(arrival.at, self._until) - now)
        return False
