"""Load shapes: the load over a stage, in multiples of the normal peak, as functions of time.

Each shape is a function of `t`, seconds of play at scale 1 since its stage began (a whole `during`
lasts half an hour at most), of its `peak` multiplier, and of `low`, the multiplier while people
have no power or network. The formula stands above the code. Published anchors are named; the
formulas are an assumption of this project [A]. Retries are not a shape: users of any shape retry.

To add one: a function here, its line in `SHAPES` and its name in `shape_names`.
"""

import math
from typing import Protocol

from epreuve.audits.crises.translation import translate
from epreuve.reports.text import Text

TROUGH = "trough-rebound"  # the shape that uses `low`
LOW = 0.4  # its default


class Shape(Protocol):
    """m(t): multiplier of the normal peak, never negative."""

    def __call__(self, t: float, peak: float, low: float = LOW, /) -> float:
        """Return the multiplier at `t`."""
        ...


def constant(t: float, peak: float, low: float = LOW) -> float:
    """Return the peak: m(t) = peak."""
    return peak


def announcement(t: float, peak: float, low: float = LOW) -> float:
    """Return the load of a television announcement: a minute up, a plateau, half each hour.

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
    """Return the load of a rush of days: half of the distance to the peak each two minutes.

    m(t) = peak - (peak - 1) 2^-(t/120)
    Anchor: NY Labor, 23-28 March 2020, about ten times the usual week for five days [P].
    """
    return peak - (peak - 1) * math.exp2(-t / 120)


def from_few_to_all(t: float, peak: float, low: float = LOW) -> float:
    """Return the load of a service that few used, then all: exponential for five minutes.

    m(t) = peak^min(t/300, 1)
    Anchor: activité partielle, March 2020, 500 to 400,000 users a day [P].
    """
    return math.pow(peak, min(t / 300, 1))


def opening(t: float, peak: float, low: float = LOW) -> float:
    """Return the load of an expected opening: ten minutes of peak, then half each half hour.

    m(t) = peak                                for t < 600 s
         = 1 + (peak - 1) 2^-((t - 600)/1,800)   after
    Anchor: healthcare.gov, 1 October 2013, 4.5 times the forecast at opening [P].
    """
    if t < 600:
        return peak
    return 1 + (peak - 1) * math.exp2(-(t - 600) / 1_800)


def ramp(t: float, peak: float, low: float = LOW) -> float:
    """Return the load of a ramp: m(t) = 1 + (peak - 1) t/300, peak after 300 s."""
    return 1 + (peak - 1) * min(t / 300, 1)


def trough_rebound(t: float, peak: float, low: float = LOW) -> float:
    """Return the load of a power cut: users leave, then more users come back.

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
    TROUGH: trough_rebound,
}


def shape_names() -> dict[str, Text]:
    """Return the name of each load shape."""
    return {
        "constant": translate("steady"),
        "announcement": translate("announcement"),
        "rush": translate("rush"),
        "from-few-to-all": translate("from few to all"),
        "opening": translate("opening"),
        "ramp": translate("ramp"),
        TROUGH: translate("trough then rebound"),
    }
