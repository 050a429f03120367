"""Arrivals of users, drawn before the run from the plan and its seed, to the microsecond.

An inhomogeneous Poisson process with a piecewise linear rate, by inversion: with Λ(t) the integral
of the rate, the arrivals are Λ⁻¹ of a unit-rate process (Çinlar, 1975) [G].
"""

import bisect
import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence, Set

from epreuve.audits.planning.load import Load, Return, Segment
from epreuve.probes.load.arrival import Arrival

Draw = tuple[float, str, str]  # time, journey, cohort


def draw_arrivals(
    loads: Sequence[Load], returns: Sequence[Return], unlinked: Set[str], seed: int
) -> list[Arrival]:
    """Return all arrivals in order of time, numbered from 0. `unlinked`: cohorts without a link."""
    draws = sorted(draw_unsorted(loads, returns, unlinked, seed))
    return [
        Arrival(number, at, journey, cohort) for number, (at, journey, cohort) in enumerate(draws)
    ]


def draw_unsorted(
    loads: Sequence[Load], returns: Sequence[Return], unlinked: Set[str], seed: int
) -> Iterator[Draw]:
    """Yield all arrivals; a user without a link may come back once."""
    away: list[Draw] = []
    may_return = unlinked if returns else frozenset[str]()
    for load in loads:
        for draw in _draw_load(load, seed):
            yield draw
            if draw[2] in may_return:
                away.append(draw)
    for index, back in enumerate(returns):
        chance = random.Random(f"{seed}:return:{index}")
        cohort, still_away = _urn(back.mix, chance), []
        for draw in away:
            if draw[0] < back.start and chance.random() < back.share:
                yield round(chance.uniform(back.start, back.end), 6), draw[1], cohort()
            else:
                still_away.append(draw)
        away = still_away


def _draw_load(load: Load, seed: int) -> Iterator[Draw]:
    chance = random.Random(f"{seed}:{load.name}")
    turn = itertools.cycle(load.journeys)
    journeys, cohorts = _urn(load.journeys, chance), _urn(load.mix, chance)
    for at in _times(load, chance):
        journey = next(turn) if load.even else journeys()
        yield round(at, 6), journey, cohorts()


def _urn(shares: dict[str, float], chance: random.Random) -> Callable[[], str]:
    """Return a function that draws names by their shares.

    It draws as `chance.choices` does, without adding up the shares each time.
    """
    names, sums = list(shares), list(itertools.accumulate(shares.values()))
    total, last, random_share = sums[-1] + 0.0, len(names) - 1, chance.random
    return lambda: names[bisect.bisect(sums, random_share() * total, 0, last)]


def _times(load: Load, chance: random.Random) -> Iterator[float]:
    """Yield Λ⁻¹ of 0.5, 1.5, 2.5… when even, of the sums of unit exponentials otherwise."""
    wanted = 0.5 if load.even else chance.expovariate(1.0)
    passed = 0.0
    for segment in load.segments():
        area = _area(segment)
        while wanted < passed + area:
            yield _invert(segment, wanted - passed)
            wanted += 1.0 if load.even else chance.expovariate(1.0)
        passed += area


def _area(segment: Segment) -> float:
    start, end, low, high = segment
    return (end - start) * (low + high) / 2


def _invert(segment: Segment, area: float) -> float:
    """Return the x with low·(x − start) + slope/2·(x − start)² = area, never dividing by 0."""
    start, end, low, high = segment
    slope = (high - low) / (end - start)
    return start + 2 * area / (low + math.sqrt(max(low * low + 2 * slope * area, 0.0)))
