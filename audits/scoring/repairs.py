"""Repairs: the causes of lost points, with the points that each would bring."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from epreuve.audits.checks.causes.cause import Cause
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import observed
from epreuve.reports.assessment import Repair

Marks = Mapping[str, Mark]
Causes = Mapping[str, Cause]


def repairs(grid: Grid, marks: Marks, causes: Causes) -> tuple[Repair, ...]:
    """Return the repair of each cause that costs points, or that hides a criterion."""
    return tuple(_repairs(grid, marks, causes))


def _repairs(grid: Grid, marks: Marks, causes: Causes) -> Iterator[Repair]:
    now = observed(grid, marks) or 0.0
    for name, cause in causes.items():
        repaired = _repaired(grid, marks, cause)
        unjudged = tuple(id for id in cause.unjudged if id in marks and not marks[id].assessed)
        if not (repaired or unjudged):
            continue
        then = observed(grid, {**marks, **repaired}) or 0.0
        yield Repair(
            id=name.replace("_", "-"),
            title=cause.title,
            observed=cause.observed,
            repair=cause.repair,
            effort=cause.effort,
            scores={id: mark.score or 0.0 for id, mark in repaired.items()},
            to_gain=round(max(0.0, then - now), 9),
            unjudged=unjudged,
        )


def _repaired(grid: Grid, marks: Marks, cause: Cause) -> dict[str, Mark]:
    """Return the marks that the repair of a cause raises, as they then are."""
    repaired = {}
    for criterion in grid.criteria:
        mark = marks.get(criterion.id)
        if criterion.id not in cause.raises or mark is None or mark.score is None:
            continue
        value = cause.raises[criterion.id]
        value = criterion.curve.full if value is None else value
        score = criterion.curve.score(value)
        if mark.outcome == "scored" and score > mark.score:
            repaired[criterion.id] = replace(mark, score=score, value=value)
    return repaired
