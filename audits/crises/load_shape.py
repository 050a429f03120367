"""Load shapes: how many times the normal peak the citizens ask for, as functions of time.

Each shape is a function of `t`, seconds of play at scale 1 since its stage began (on that clock a
whole `during` lasts half an hour at most), of its `peak` multiplier, and of `low`, the multiplier
while people are without power or network. The formula stands above the code. Published anchors are
named; the formulas are this project's assumption [A]. Retries are not a shape: the
users of any shape retry by themselves.

To add one: a function here, and its line in `SHAPES`.
"""

import math
from typing import Protocol

LOW = 0.4  # of trough-rebound, when a crisis does not say


class Shape(Protocol):
    """m(t): the multiplier of the normal peak, never negative."""

    def __call__(self, t: float, peak: float, low: float = LOW, /) -> float:
        """The multiplier at `t`."""
        ...


def constant(t: float, peak: float, low: float = LOW) -> float:
    """m(t) = peak."""
    return peak


def announcement(t: float, peak: float, low: float = LOW) -> float:
    """A televised announcement: up within a minute, a plateau, then half as many each hour.

    m(t) = 1 + (peak - 1) t/60      for t < 60 s
         = peak                     for 60 s <= t < 1,860 s
         = 1 + (peak - 1) 2^-((t - 1,860)/3,600)   after
    Anchors: Doctolib, 12 July 2021 [P]; GOV.UK, 4 January 2021, 20-21 h [P].
    """
    if t < 60:
        return 1 + (peak - 1) * t / 60
    if t < 1_860:
        return peak
    return 1.0 + (peak - 1) * math.exp2(-(t - 1_860) / 3_600)


def rush(t: float, peak: float, low: float = LOW) -> float:
    """A rush that does not end: half of the way to the peak every two minutes, then there for days.

    m(t) = peak - (peak - 1) 2^-(t/120)
    Anchor: NY Labor, 23-28 March 2020, about ten times the usual week for five days [P].
    """
    return peak - (peak - 1) * math.exp2(-t / 120)


def from_few_to_all(t: float, peak: float, low: float = LOW) -> float:
    """A service of few becomes one of all: as many times more every minute, for five minutes.

    m(t) = peak^min(t/300, 1)
    Anchor: activité partielle, March 2020, 500 to 400,000 users a day [P].
    """
    return math.pow(peak, min(t / 300, 1))


def opening(t: float, peak: float, low: float = LOW) -> float:
    """Doors open on those who waited: the peak at once for ten minutes, then half each half hour.

    m(t) = peak                                for t < 600 s
         = 1 + (peak - 1) 2^-((t - 600)/1,800)   after
    Anchor: healthcare.gov, 1 October 2013, 4.5 times the forecast at opening [P].
    """
    if t < 600:
        return peak
    return 1 + (peak - 1) * math.exp2(-(t - 600) / 1_800)


def ramp(t: float, peak: float, low: float = LOW) -> float:
    """The ramp that looks for the best rate: m(t) = 1 + (peak - 1) t/300, peak after 300 s."""
    return 1 + (peak - 1) * min(t / 300, 1)


def trough_rebound(t: float, peak: float, low: float = LOW) -> float:
    """Power goes, and the citizens with it; they come back more numerous.

    m(t) = low                                   for t < 600 s
         = 1 + (peak - 1) 2^-((t - 600)/1,200)   after
    Anchor: Iberia, 28 April 2025, -50 to -60 % at once and -80 to -90 % within five hours [S]/[P];
    the rebound is assumed [A].
    """
    if t < 600:
        return low
    return 1.0 + (peak - 1) * math.exp2(-(t - 600) / 1_200)


SHAPES: dict[str, Shape] = {
    "constant": constant,
    "announcement": announcement,
    "rush": rush,
    "from-few-to-all": from_few_to_all,
    "opening": opening,
    "ramp": ramp,
    "trough-rebound": trough_rebound,
}
