"""Load shapes: how many times the normal peak the citizens ask for, as functions of time.

Each shape is a function of `t`, seconds since its stage began, in real (uncompressed) time, and of
its `peak` multiplier; the formula stands above the code. Published anchors are named; the formulas
are this project's assumption.
"""

import math
from collections.abc import Callable

Shape = Callable[[float, float], float]


def constant(t: float, peak: float) -> float:
    """m(t) = peak."""
    return peak


def annonce(t: float, peak: float) -> float:
    """A televised announcement: up within a minute, a plateau, then half as many each hour.

    m(t) = 1 + (peak - 1) t/60      for t < 60 s
         = peak                     for 60 s <= t < 1,860 s
         = 1 + (peak - 1) 2^-((t - 1,860)/3,600)   after
    Anchor: Doctolib, 12 July 2021 [P].
    """
    if t < 60:
        return 1 + (peak - 1) * t / 60
    if t < 1_860:
        return peak
    return 1.0 + (peak - 1) * math.exp2(-(t - 1_860) / 3_600)


def montee(t: float, peak: float) -> float:
    """The ramp that looks for the best rate: m(t) = 1 + (peak - 1) t/300, peak after 300 s."""
    return 1 + (peak - 1) * min(t / 300, 1)


def creux_rebond(t: float, peak: float) -> float:
    """Power goes, and the citizens with it; they come back more numerous.

    m(t) = 0.4 for t < 1,800 s, then peak, halving each hour.
    Anchor: Iberia, 28 April 2025 [S]; the rebound is assumed [A].
    """
    if t < 1_800:
        return 0.4
    return 1.0 + (peak - 1) * math.exp2(-(t - 1_800) / 3_600)


SHAPES: dict[str, Shape] = {
    "constant": constant,
    "annonce": annonce,
    "montee": montee,
    "creux-rebond": creux_rebond,
}
