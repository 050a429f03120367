"""Confidence intervals of a counted share."""

import math
from typing import NamedTuple

Z90 = 1.6448536269514722  # two-sided 90 %: the 0.95 quantile of the normal distribution
Z98 = 2.3263478740408408  # two-sided 98 %: the 0.99 quantile


class Interval(NamedTuple):
    """Interval between two shares, 0..1."""

    low: float
    high: float


def wilson(done: int, tried: int, z: float = Z90) -> Interval:
    """Return Wilson's score interval for `done` of `tried` (Wilson, 1927) [G].

    Centre (p + z²/2n) / (1 + z²/n), half-width z/(1 + z²/n) · √(p(1−p)/n + z²/4n²). Unlike p ± z·σ
    it stays inside 0..1 and has a width when everything, or nothing, succeeded. Raises ValueError
    unless 0 ≤ done ≤ tried and tried > 0.
    """
    if not 0 <= done <= tried or tried == 0:
        raise ValueError(f"{done} of {tried} is not a count: 0 ≤ done ≤ tried, tried > 0")
    share, scale = done / tried, 1 + z * z / tried
    centre = (share + z * z / (2 * tried)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    low = 0.0 if done == 0 else max(centre - half, 0.0)
    high = 1.0 if done == tried else min(centre + half, 1.0)
    return Interval(low, high)


def rule_of_three(tried: int) -> float:
    """Return the 95 % upper bound of the share of losses when none of `tried` was lost: 3/n.

    From (1 − p)ⁿ = 0.05, −ln 0.05 being 2.996 [G]. At most 1. Raises ValueError unless tried > 0.
    """
    if tried <= 0:
        raise ValueError(f"{tried} tries bound nothing: at least one is needed")
    return min(3 / tried, 1.0)
