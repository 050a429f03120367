"""Order of the services: the expert's, written before the audits, against that of the scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

import yaml

from tests.field.service import FOLDER
from tests.field.summary import TrialResult

FILE = FOLDER / "order.yaml"
NEAR = 3.0  # points by which the scores of one service may differ between seeds


@dataclass(frozen=True)
class Inversion:
    """Two services that the audits put in the other order than the expert."""

    expected_better: str
    expected_worse: str


def expected_order(path: Path = FILE) -> tuple[str, ...]:
    """Return the names of the services, best first, as the expert expects them."""
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8"))["order"])


def scores(results: Iterable[TrialResult]) -> dict[str, float]:
    """Return the median score of each service that has one, without planted defects."""
    by_service: dict[str, list[float]] = {}
    for result in results:
        if result.variant == "plain" and result.score is not None:
            by_service.setdefault(result.service, []).append(result.score)
    return {service: median(points) for service, points in by_service.items()}


def inversions(order: Sequence[str], points: Mapping[str, float]) -> list[Inversion]:
    """Return the pairs of services whose scores contradict the order by more than NEAR."""
    known = [service for service in order if service in points]
    return [
        Inversion(better, worse)
        for better, worse in combinations(known, 2)
        if points[worse] - points[better] > NEAR
    ]


def render(order: Sequence[str], results: Sequence[TrialResult]) -> str:
    """Return the table of the services in the expected order, then the inversions."""
    lines = ["", "services in the order that the expert expects:"]
    for place, service in enumerate(order, 1):
        lines += [f"  {place} {_row(result)}" for result in results if result.service == service]
    points = scores(results)
    inverted = inversions(order, points)
    lines += [f"inversions: {len(inverted)}"]
    lines += [
        f"  {one.expected_worse} ({points[one.expected_worse]:.1f}) before "
        f"{one.expected_better} ({points[one.expected_better]:.1f})"
        for one in inverted
    ]
    return "\n".join(lines)


def _row(result: TrialResult) -> str:
    score = "–" if result.score is None else f"{result.score:.1f}"
    return (
        f"{result.name:28} {result.letter} {score:>5}  receipts given {result.given}, lost in "
        f"storage {result.lost}, judged otherwise {result.contradictions}, not read "
        f"{result.unread}; false knock-outs: {', '.join(result.false_knockouts) or 'none'}"
    )
