"""Arrivals in virtual time."""

from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.schedule import Schedule


class World:
    """A clock that advances at each wait, and by `busy` seconds at each arrival."""

    def __init__(self, *times: float, until: float = 100.0, busy: float = 0.0) -> None:
        self.time, self.busy = -1.0, busy
        self.stops_at = float("inf")
        self.waits: list[float] = []
        arrivals = [Arrival(number, at, "acte", "ville") for number, at in enumerate(times)]
        self.schedule = Schedule(arrivals, until, lambda: self.time, self.wait)

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.time = min(self.time + seconds, max(self.stops_at, self.time))
        return self.time >= self.stops_at

    def start_all(self) -> list[tuple[int, float]]:
        started = []
        for arrival in self.schedule.due():
            started.append((arrival.number, self.time))
            self.time += self.busy
        return started


def test_arrivals_start_at_their_time_and_not_before() -> None:
    world = World(0.0, 0.25, 0.25, 3.5)
    assert world.start_all() == [(0, 0.0), (1, 0.25), (2, 0.25), (3, 3.5)]
    assert list(world.schedule.overdue()) == []


def test_late_arrivals_start_at_once_in_order() -> None:
    world = World(0.0, 0.1, 0.2, 5.0, busy=1.0)
    assert world.start_all() == [(0, 0.0), (1, 1.0), (2, 2.0), (3, 5.0)]


def test_only_due_arrivals_are_overdue_at_the_end() -> None:
    world = World(0.0, 1.0, 1.5, 9.0, until=2.0, busy=2.5)
    assert world.start_all() == [(0, 0.0)]
    assert [arrival.number for arrival in world.schedule.overdue()] == [1, 2]
    assert world.schedule.handed == 1


def test_no_arrival_starts_at_the_end_itself() -> None:
    world = World(2.0, until=2.0)
    assert world.start_all() == []
    assert [arrival.number for arrival in world.schedule.overdue()] == [0]


def test_a_stop_works_while_waiting_and_between_late_arrivals() -> None:
    world = World(0.0, 50.0)
    world.stops_at = 10.0
    assert world.start_all() == [(0, 0.0)]
    assert world.time == 10.0

    late = World(0.0, 0.0, 0.0, busy=6.0)
    late.stops_at = 10.0
    assert [number for number, _ in late.start_all()] == [0, 1]
    assert [arrival.number for arrival in late.schedule.overdue()] == [2]
