"""Arrivals in virtual time."""

from collections.abc import Mapping, Sequence

from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.schedule import Schedule


class World:
    """A clock that advances at each wait, and by `busy` seconds at each arrival.

    `resumes` are the barrier and the shift of each resume message, by its time on the run clock.
    """

    def __init__(
        self,
        *times: float,
        until: float = 100.0,
        busy: float = 0.0,
        barriers: Sequence[float] = (),
        resumes: Mapping[float, tuple[int, float]] = {},
    ) -> None:
        self.time, self.busy = -1.0, busy
        self.stops_at = float("inf")
        self.waits: list[float] = []
        self.resumes = dict(resumes)
        self.intended: list[float] = []
        arrivals = [Arrival(number, at, "acte", "ville") for number, at in enumerate(times)]
        self.schedule = Schedule(arrivals, until, lambda: self.time, self.wait, barriers)

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        events = [self.time + seconds, max(self.stops_at, self.time), *self.resumes]
        self.time = max(self.time, min(events))
        while self.resumes and min(self.resumes) <= self.time:
            self.schedule.resume(*self.resumes.pop(min(self.resumes)))
        return self.time >= self.stops_at

    def start_all(self) -> list[tuple[int, float]]:
        started = []
        for arrival in self.schedule.due():
            started.append((arrival.number, self.time))
            self.intended.append(arrival.at)
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


def test_arrivals_from_a_barrier_on_start_after_the_resume_and_are_shifted() -> None:
    world = World(0.0, 1.9, 2.0, 3.0, barriers=[2.0], resumes={7.5: (0, 5.5)})
    assert world.start_all() == [(0, 0.0), (1, 1.9), (2, 7.5), (3, 8.5)]
    assert world.intended == [0.0, 1.9, 7.5, 8.5]


def test_each_barrier_has_the_shift_of_all_pauses_so_far() -> None:
    resumes = {3.0: (0, 2.0), 9.0: (1, 7.0)}
    world = World(0.0, 1.5, 2.5, barriers=[1.0, 2.0], resumes=resumes)
    assert world.start_all() == [(0, 0.0), (1, 3.5), (2, 9.5)]
    assert world.intended == [0.0, 3.5, 9.5]


def test_late_arrivals_before_a_barrier_keep_their_own_time() -> None:
    world = World(0.0, 1.0, 2.0, barriers=[1.5], resumes={5.0: (0, 3.5)}, busy=6.0)
    assert world.start_all() == [(0, 0.0), (1, 6.0), (2, 12.0)]
    assert world.intended == [0.0, 1.0, 5.5]


def test_the_end_is_shifted_and_does_not_come_in_a_pause() -> None:
    world = World(0.0, 9.0, 10.0, until=10.0, barriers=[5.0], resumes={30.0: (0, 25.0)})
    assert world.start_all() == [(0, 0.0), (1, 34.0)]
    assert world.time == world.schedule.end == 35.0
    assert world.intended == [0.0, 34.0]
    assert [(arrival.number, arrival.at) for arrival in world.schedule.overdue()] == [(2, 35.0)]


def test_arrivals_that_wait_at_a_barrier_are_not_overdue() -> None:
    world = World(0.0, 4.0, 6.0, until=10.0, barriers=[5.0], busy=20.0)
    world.stops_at = 40.0
    assert world.start_all() == [(0, 0.0), (1, 20.0)]
    assert world.schedule.has_pending_barrier
    assert world.schedule.end == float("inf")
    assert list(world.schedule.overdue()) == []


def test_a_resume_ends_earlier_pauses_and_counts_once() -> None:
    schedule = World(barriers=[1.0, 2.0, 3.0], until=4.0).schedule
    schedule.resume(1, 2.0)
    schedule.resume(0, 7.0)
    assert schedule.has_pending_barrier
    schedule.resume(2, 3.0)
    assert not schedule.has_pending_barrier
    assert schedule.end == 7.0
