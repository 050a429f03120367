"""Percentile by nearest rank."""

import math
from collections.abc import Sequence

from epreuve.audits.checks.statistics.interval import Z90, Interval

TAIL = 0.05  # left out at each end: a 90 % interval


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value with at least `share` of the values at or below it."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def percentile_interval(values: Sequence[float], share: float) -> Interval:
    """Return the 90 % interval of a percentile: two ranks around its own, by the binomial law [G].

    The number of values below the percentile of the population has the standard deviation
    √(n·p·(1−p)).
    """
    ordered, n = sorted(values), len(values)
    half = Z90 * math.sqrt(n * share * (1 - share))
    first, last = math.floor(n * share - half), math.ceil(n * share + half)
    return Interval(ordered[max(first, 1) - 1], ordered[min(last, n) - 1])
