"""Patience: how long a user waits for one step. It is the same at every scale.

A user knows the link: the patience is the declared one, and three times the time of the slowest
step on that link in calm. FRU-2 allows 180 seconds a step, which is the most [RGESN 2024, 2.3]. The
other two figures are assumptions [A], see `docs/decisions/time.md`.
"""

from epreuve.audits.planning.calibration import Calibration

MOST = 180.0  # seconds
CALM_STEPS = 3.0  # times the slowest step in calm


def longest_calm_step(declared: float) -> float:
    """Return the seconds of a step in calm from which the patience is the longest one."""
    return (MOST - declared) / CALM_STEPS


def patience_on(cohort: str, declared: float, calibration: Calibration) -> float:
    """Return the seconds that a user of a cohort waits for one step."""
    return round(min(declared + CALM_STEPS * calibration.slowest_step(cohort), MOST), 3)
