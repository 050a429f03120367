"""History of runs: comparable runs of one service form one line."""

from collections.abc import Iterable

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.assessment import Assessment, Letter
from epreuve.reports.text import Text


class Past(FrozenModel):
    """Summary of one run."""

    key: str  # folder of its reports in the site; unique in a history
    run: str
    started: str  # ISO 8601
    letter: Letter | None
    score: float | None
    floor: float
    coverage: float  # 0..1
    knockouts: tuple[str, ...]
    interrupted: bool


class Line(FrozenModel):
    """Runs of one service, crisis, grid and time scale, oldest first."""

    service: str
    supplier: str
    crisis: Text
    grid: str  # its version
    scale: float
    runs: tuple[Past, ...]


class History(FrozenModel):
    """Lines, sorted by service, supplier and crisis."""

    lines: tuple[Line, ...]


def history(runs: Iterable[tuple[str, Assessment]]) -> History:
    """Group (key, assessment) pairs into lines of comparable runs."""
    lines: dict[tuple[str, ...], list[tuple[str, Assessment]]] = {}
    for key, assessment in runs:
        conditions = (
            assessment.service.name,
            assessment.service.supplier,
            assessment.crisis.id,
            ""
            if assessment.crisis.variation_seed is None
            else str(assessment.crisis.variation_seed),
            assessment.grid.sha256,
            f"{assessment.run.scale:g}",
        )
        lines.setdefault(conditions, []).append((key, assessment))
    return History(lines=tuple(_line(lines[conditions]) for conditions in sorted(lines)))


def _line(runs: list[tuple[str, Assessment]]) -> Line:
    runs = sorted(runs, key=lambda pair: (pair[1].run.started, pair[0]))
    last = runs[-1][1]
    return Line(
        service=last.service.name,
        supplier=last.service.supplier,
        crisis=last.crisis.title,
        grid=last.grid.version,
        scale=last.run.scale,
        runs=tuple(_past(key, assessment) for key, assessment in runs),
    )


def _past(key: str, assessment: Assessment) -> Past:
    return Past(
        key=key,
        run=assessment.run.id,
        started=assessment.run.started,
        letter=assessment.result.letter,
        score=assessment.result.score,
        floor=assessment.result.floor,
        coverage=assessment.result.coverage,
        knockouts=tuple(knockout.id for knockout in assessment.result.knockouts),
        interrupted=assessment.run.interrupted is not None,
    )
