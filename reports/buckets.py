"""Gathers a run's seconds into few enough steps to be drawn: a picture has a weight."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from epreuve.reports.assessment import Series

BUCKETS = 120  # steps drawn at most


@dataclass(frozen=True)
class Bucketed:
    """The series in at most BUCKETS steps: counts summed, median of p50, worst p95."""

    step: float
    asked: list[float]
    started: list[float]
    succeeded: list[float]
    failed: list[float]
    p50: list[float | None]
    p95: list[float | None]


def bucketed(series: Series) -> Bucketed:
    """Gather the series' steps so that no more than BUCKETS remain."""
    size = max(1, math.ceil(len(series.started) / BUCKETS))

    def summed(values: Sequence[int]) -> list[float]:
        return [sum(values[i : i + size]) for i in range(0, len(values), size)]

    def known(values: Sequence[float | None]) -> list[list[float]]:
        cuts = range(0, len(values), size)
        return [[v for v in values[i : i + size] if v is not None] for i in cuts]

    return Bucketed(
        step=series.step * size,
        asked=summed(series.asked),
        started=summed(series.started),
        succeeded=summed(series.succeeded),
        failed=summed(series.failed),
        p50=[median(group) if group else None for group in known(series.p50)],
        p95=[max(group) if group else None for group in known(series.p95)],
    )
