"""A/A check: points between the two baselines, with their uncertainty."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.baselines import Baseline
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import TAIL, percentile
from epreuve.audits.grid.grid import Grid

DRAWS = 200  # of the bootstrap


@dataclass(frozen=True)
class BaselineGap:
    """Points between the two baselines, and the ends of its 90 % interval."""

    points: float
    low: float
    high: float


def baseline_gap(facts: Facts, grid: Grid) -> BaselineGap | None:
    """Return the gap between the two baselines; None without evidence.

    Its interval comes from users drawn again with replacement (Efron, 1979) [G]. It contains 0
    where the two baselines change places between draws: chance then explains the gap.
    """
    try:
        baselines: tuple[Baseline, Baseline] = facts.baselines
    except NoEvidence:
        return None
    first, second = (
        _points(grid, baseline.journeys.share, baseline.seconds) for baseline in baselines
    )
    generator = random.Random(f"baselines:{facts.plan.seed}")
    sign = 1 if first >= second else -1
    draws = []
    for _ in range(DRAWS):
        one, other = (_draw(grid, baseline, generator) for baseline in baselines)
        draws.append(sign * (one - other))
    gap = abs(first - second)
    low, high = percentile(draws, TAIL), percentile(draws, 1 - TAIL)
    return BaselineGap(round(gap, 9), round(min(max(low, 0.0), gap), 9), round(max(high, gap), 9))


def _draw(grid: Grid, baseline: Baseline, generator: random.Random) -> float:
    """Return the points of as many users, drawn with replacement; their steps stay together."""
    tried, users = baseline.journeys.tried, baseline.seconds
    succeeded = sum(generator.random() < baseline.journeys.share for _ in range(tried))
    return _points(grid, succeeded / tried, generator.choices(users, k=len(users)))


def _points(grid: Grid, share: float, users: Sequence[Sequence[float]]) -> float:
    """Return the points of a success rate and of steps, as CON-1 and CON-3 count them."""
    seconds = [took for steps in users for took in steps]
    values = {"CON-1": share, "CON-3": percentile(seconds, 0.95) if seconds else math.inf}
    criteria = [grid.criterion(name) for name in values if name in grid.shares]
    total = sum(criterion.weight for criterion in criteria)
    points = sum(
        criterion.weight * criterion.curve.score(values[criterion.id]) for criterion in criteria
    )
    return points / total if total else 0.0
