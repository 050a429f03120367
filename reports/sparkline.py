"""Scores as one character each, for a terminal."""

from collections.abc import Iterable

STEPS = "▁▂▃▄▅▆▇█"
UNKNOWN = "·"


def sparkline(scores: Iterable[float | None]) -> str:
    """Return one step a score, on a scale that is always 0..100; a dot where there is none."""
    return "".join(_step(score) for score in scores)


def _step(score: float | None) -> str:
    if score is None:
        return UNKNOWN
    return STEPS[min(int(score / 100 * len(STEPS)), len(STEPS) - 1)]
