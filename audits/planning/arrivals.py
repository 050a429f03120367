"""When each citizen comes: drawn before the run from the plan and its seed, to the microsecond.

An inhomogeneous Poisson process with a piecewise linear rate, by inversion: with Λ(t) the integral
of the rate, the arrivals are Λ⁻¹ of a unit-rate process (Çinlar, 1975) [G].
"""

import bisect
import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator, Set

from epreuve.audits.planning.plan import Load, Plan
from epreuve.probes.load.plan import Arrival

Drawn = tuple[float, str, str]  # when, which journey, which cohort
Segment = tuple[float, float, float, float]  # start, end, rate at start, rate at end


def draw(plan: Plan) -> list[Arrival]:
    """All arrivals of a plan, in order of time, numbered from 0."""
    found = sorted(_everybody(plan))
    return [
        Arrival(number, at, journey, cohort) for number, (at, journey, cohort) in enumerate(found)
    ]


def count(plan: Plan, cohorts: Set[str]) -> int:
    """How many arrivals of some cohorts a plan draws, without keeping them."""
    return sum(each[2] in cohorts for each in _everybody(plan))


def _everybody(plan: Plan) -> Iterator[Drawn]:
    """All who come, not sorted; those who had no link may come back, once."""
    away: list[Drawn] = []
    cut_off = {each.name for each in plan.cohorts if not each.linked} if plan.returns else set()
    for load in plan.loads:
        for each in _load(load, plan.seed):
            yield each
            if each[2] in cut_off:
                away.append(each)
    for place, back in enumerate(plan.returns):
        chance = random.Random(f"{plan.seed}:return:{place}")
        cohort, still = _urn(back.mix, chance), []
        for each in away:
            if each[0] < back.start and chance.random() < back.share:
                yield round(chance.uniform(back.start, back.end), 6), each[1], cohort()
            else:
                still.append(each)
        away = still


def _load(load: Load, seed: int) -> Iterator[Drawn]:
    chance = random.Random(f"{seed}:{load.name}")
    turn = itertools.cycle(load.journeys)
    journeys, cohorts = _urn(load.journeys, chance), _urn(load.mix, chance)
    for at in _times(load, chance):
        journey = next(turn) if load.even else journeys()
        yield round(at, 6), journey, cohorts()


def _urn(shares: dict[str, float], chance: random.Random) -> Callable[[], str]:
    """Draws names by their shares, as `chance.choices` does, without adding them up each time."""
    names, sums = list(shares), list(itertools.accumulate(shares.values()))
    total, last, draw = sums[-1] + 0.0, len(names) - 1, chance.random
    return lambda: names[bisect.bisect(sums, draw() * total, 0, last)]


def _times(load: Load, chance: random.Random) -> Iterator[float]:
    """Λ⁻¹ of 0.5, 1.5, 2.5… when even, of the sums of unit exponentials otherwise."""
    wanted = 0.5 if load.even else chance.expovariate(1.0)
    passed = 0.0
    for segment in _segments(load):
        area = _area(segment)
        while wanted < passed + area:
            yield _invert(segment, wanted - passed)
            wanted += 1.0 if load.even else chance.expovariate(1.0)
        passed += area


def expected(load: Load, start: float, end: float) -> float:
    """How many arrivals the rate promises in [start, end)."""
    total = 0.0
    for left, right, low, high in _segments(load):
        a, b = max(left, start), min(right, end)
        if a < b:
            slope = (high - low) / (right - left)
            total += (b - a) * (low + slope * ((a + b) / 2 - left))
    return total


def asked(plan: Plan, start: float, end: float) -> float:
    """How many citizens a plan promises in [start, end): its loads', and those who come back."""
    loads = (each for each in plan.loads if each.start < end and start < each.end)
    total = sum(expected(each, start, end) for each in loads)
    for back in plan.returns:
        common = min(end, back.end) - max(start, back.start)
        total += back.expected * max(common, 0.0) / (back.end - back.start)
    return total


def unlinked(loads: Iterable[Load], cohorts: Set[str], start: float, end: float) -> float:
    """How many of the arrivals promised in [start, end) are of cohorts without a link."""
    shares = ((each, sum(each.mix[name] for name in cohorts & each.mix.keys())) for each in loads)
    return sum(share * expected(each, start, end) for each, share in shares if share)


def _segments(load: Load) -> Iterator[Segment]:
    for (a, low), (b, high) in itertools.pairwise(load.points):
        if b > a:
            yield a, b, low, high


def _area(segment: Segment) -> float:
    start, end, low, high = segment
    return (end - start) * (low + high) / 2


def _invert(segment: Segment, area: float) -> float:
    """The x with low·(x − start) + slope/2·(x − start)² = area, never dividing by 0."""
    start, end, low, high = segment
    slope = (high - low) / (end - start)
    return start + 2 * area / (low + math.sqrt(max(low * low + 2 * slope * area, 0.0)))
