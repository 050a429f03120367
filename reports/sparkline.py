"""Sparkline for a terminal: one character per score."""

from collections.abc import Iterable

BARS = " ▁▂▃▄▅▆▇█"
_STEPS = BARS[1:]
UNKNOWN = "·"


def sparkline(scores: Iterable[float | None]) -> str:
    """Return one character per score, on a scale of 0..100; a dot without a score."""
    return "".join(_step(score) for score in scores)


def _step(score: float | None) -> str:
    if score is None:
        return UNKNOWN
    return _STEPS[min(int(score / 100 * len(_STEPS)), len(_STEPS) - 1)]
