"""Many runs over time: those played and judged alike follow one another on one line."""

from collections.abc import Iterable

from epreuve.reports.assessment import Assessment, Letter
from epreuve.reports.record import Record
from epreuve.reports.text import Text


class Past(Record):
    """What is remembered of one run."""

    key: str  # where its reports are, below the site; unique in a history
    run: str
    started: str  # ISO 8601
    letter: Letter | None
    score: float | None
    floor: float
    coverage: float  # 0..1
    knockouts: tuple[str, ...]
    interrupted: bool


class Line(Record):
    """The runs of one service on one crisis, judged by one grid at one scale, oldest first."""

    service: str
    supplier: str
    crisis: Text
    grid: str  # its version
    scale: float
    runs: tuple[Past, ...]


class History(Record):
    """All lines, by service, supplier and crisis."""

    lines: tuple[Line, ...]


def history(runs: Iterable[tuple[str, Assessment]]) -> History:
    """Arrange (key, assessment) pairs into lines: a trend never mixes what is not comparable."""
    lines: dict[tuple[str, ...], list[tuple[str, Assessment]]] = {}
    for key, told in runs:
        alike = (
            told.service.name,
            told.service.supplier,
            told.crisis.id,
            "" if told.crisis.held_out is None else str(told.crisis.held_out),
            told.grid.sha256,
            f"{told.run.scale:g}",
        )
        lines.setdefault(alike, []).append((key, told))
    return History(lines=tuple(_line(lines[alike]) for alike in sorted(lines)))


def _line(runs: list[tuple[str, Assessment]]) -> Line:
    runs = sorted(runs, key=lambda pair: (pair[1].run.started, pair[0]))
    last = runs[-1][1]
    return Line(
        service=last.service.name,
        supplier=last.service.supplier,
        crisis=last.crisis.title,
        grid=last.grid.version,
        scale=last.run.scale,
        runs=tuple(_past(key, told) for key, told in runs),
    )


def _past(key: str, told: Assessment) -> Past:
    return Past(
        key=key,
        run=told.run.id,
        started=told.run.started,
        letter=told.result.letter,
        score=told.result.score,
        floor=told.result.floor,
        coverage=told.result.coverage,
        knockouts=tuple(knockout.id for knockout in told.result.knockouts),
        interrupted=told.run.interrupted is not None,
    )
