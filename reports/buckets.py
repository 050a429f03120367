"""Aggregation of a run's series into a limited number of steps, so that charts stay small."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from epreuve.reports.assessment import Series

BUCKETS = 120  # most steps of a chart


@dataclass(frozen=True)
class Buckets:
    """Series in at most BUCKETS steps: sum of the counts, median of p50, maximum of p95."""

    step: float  # seconds
    planned: list[float]
    started: list[float]
    succeeded: list[float]
    failed: list[float]
    p50: list[float | None]
    p95: list[float | None]


def in_buckets(series: Series) -> Buckets:
    """Aggregate the steps of a series into at most BUCKETS."""
    size = max(1, math.ceil(len(series.started) / BUCKETS))

    def sums(values: Sequence[int]) -> list[float]:
        return [sum(values[i : i + size]) for i in range(0, len(values), size)]

    def groups(values: Sequence[float | None]) -> list[list[float]]:
        starts = range(0, len(values), size)
        return [[v for v in values[i : i + size] if v is not None] for i in starts]

    return Buckets(
        step=series.step * size,
        planned=sums(series.planned),
        started=sums(series.started),
        succeeded=sums(series.succeeded),
        failed=sums(series.failed),
        p50=[median(group) if group else None for group in groups(series.p50)],
        p95=[max(group) if group else None for group in groups(series.p95)],
    )
