"""Barriers: moments at which the clock of the plan pauses until the service is quiet."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Literal

from epreuve.faults.frozen_model import FrozenModel

BarrierKind = Literal["settle", "recover", "boot"]


class Barrier(FrozenModel):
    """A pause of the plan's clock before the events of the same time.

    `settle` waits until the journeys that began before it and the awaited probes have ended.
    `recover` waits until one journey on the clean link succeeds.
    `boot` waits until the address `power.ready` responds.
    """

    at: float
    kind: BarrierKind
    window: str
    """Name of the window that ends there."""
    limit: float
    """Seconds of pause, at most."""


class Stop(FrozenModel):
    """A pause as it was: its planned time, and the seconds that it lasted."""

    at: float
    lasted: float


def planned(time: float, stops: Sequence[Stop], barriers: Sequence[Barrier]) -> float:
    """Return the time of the plan of a time on the run's clock; it stands still in a pause."""
    left = time - sum(stop.lasted for stop in stops)
    return min(left, barriers[len(stops)].at) if len(stops) < len(barriers) else left


def shift(stops: Sequence[Stop]) -> Callable[[float], float]:
    """Return the function from the plan's clock to the run's clock; stops are in their order."""
    times = [stop.at for stop in stops]
    paused = list(accumulate((stop.lasted for stop in stops), initial=0.0))
    return lambda time: round(time + paused[bisect_right(times, time)], 6)


def shifted(time: float, stops: Sequence[Stop]) -> float:
    """Return the time on the run's clock of one time of the plan."""
    return shift(stops)(time)
