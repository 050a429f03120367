"""When each citizen comes. Knows no clock of its own, so that it is tested in virtual time."""

from collections.abc import Callable, Iterator, Sequence

from epreuve.probes.load.plan import Arrival


class Schedule:
    """Arrivals handed out one by one, none early; `handed` says how many.

    `wait(seconds)` tells whether the run was stopped meanwhile; times of `now` are in seconds since
    the run's zero, which may be negative.
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
        """Each arrival once its time has come, however late; nobody after the end or a stop."""
        for arrival in self._arrivals:
            if not self._is_due(arrival):
                return
            self.handed += 1
            yield arrival

    def overtaken(self) -> Iterator[Arrival]:
        """Those whose time has come and who were not handed out."""
        now = self._now()
        for arrival in self._arrivals[self.handed :]:
            if arrival.at > now:
                return
            yield arrival

    def _is_due(self, arrival: Arrival) -> bool:
        stopped = self._wait(0.0)
        while (now := self._now()) < self._until and not stopped:
            if now >= arrival.at:
                return True
            stopped = self._wait(min(arrival.at, self._until) - now)
        return False
