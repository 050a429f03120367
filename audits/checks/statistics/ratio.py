"""Interval of the ratio of two counted shares."""

import math

from epreuve.audits.checks.statistics.interval import Interval, wilson


def ratio_interval(
    done: int, tried: int, other_done: int, other_tried: int, scale: float = 1.0
) -> Interval:
    """Return an interval of `scale` × one share ÷ another, of at least 90 %.

    It lies between the ratios of the opposite ends of both Wilson intervals. Raises ValueError
    unless 0 ≤ done ≤ tried and tried > 0, for both.
    """
    one, other = wilson(done, tried), wilson(other_done, other_tried)
    high = scale * one.high / other.low if other.low else math.inf
    return Interval(scale * one.low / other.high if other.high else 0.0, high)
