"""Virtual time: greenlets that sleep without waiting, in one deterministic order."""

import heapq
from collections.abc import Callable
from itertools import count

from greenlet import getcurrent, greenlet


class Sleep:
    """One sleep of a greenlet; it may be ended early with an error."""

    def __init__(self, sleeper: greenlet) -> None:
        self.sleeper = sleeper
        self.error: Exception | None = None
        self.is_over = False


class VirtualTime:
    """Clock of a run. It passes only in `run_until`, which the main greenlet calls."""

    def __init__(self) -> None:
        self._now = 0.0
        self._events: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = count()
        self._main = getcurrent()

    def now(self) -> float:
        """Return the seconds since the start."""
        return self._now

    def at(self, time: float, action: Callable[[], object]) -> None:
        """Do something at a time; at one time, in the order of the calls."""
        heapq.heappush(self._events, (max(time, self._now), next(self._numbers), action))

    def spawn(self, time: float, function: Callable[[], object]) -> None:
        """Run a function that sleeps, from a time on."""
        self.at(time, greenlet(function, self._main).switch)

    def sleep(self, seconds: float, begun: Callable[[Sleep], object] = lambda sleep: None) -> None:
        """Sleep in a greenlet; `begun` receives the sleep. Raises the error of `wake`."""
        sleep = Sleep(getcurrent())
        begun(sleep)
        self.at(self._now + seconds, lambda: self._end(sleep))
        self._main.switch()
        if sleep.error is not None:
            raise sleep.error

    def suspend(self, keep: Callable[[Callable[[], object]], object]) -> None:
        """Suspend a greenlet; `keep` receives the function that continues it."""
        keep(getcurrent().switch)
        self._main.switch()

    def wake(self, sleep: Sleep, error: Exception) -> None:
        """End a sleep now, with an error."""
        sleep.error = error
        self.at(self._now, lambda: self._end(sleep))

    def _end(self, sleep: Sleep) -> None:
        if not sleep.is_over:
            sleep.is_over = True
            sleep.sleeper.switch()

    def run_until(self, time: float) -> None:
        """Let time pass."""
        while self._events and self._events[0][0] <= time:
            self._now, _, action = heapq.heappop(self._events)
            action()
        self._now = max(self._now, time)

    sleep_until = run_until  # the clock of the interpreter
