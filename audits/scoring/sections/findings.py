"""Findings section: value, score, reason and recommendation of each criterion."""

import math
from collections.abc import Iterator, Mapping, Sequence

from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.curve_text import curve_text
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import Score
from epreuve.audits.scoring.sections.finite import finite
from epreuve.reports.assessment import Finding, Repair
from epreuve.reports.text import NO_TEXT, Text, join


def findings(
    grid: Grid,
    results: Mapping[str, CriterionResult],
    score: Score,
    repairs: Sequence[Repair] = (),
) -> Iterator[Finding]:
    """Return the finding of each criterion, in the order of the grid.

    A repair that raises a criterion replaces its recommendation.
    """
    for criterion in grid.criteria:
        finding = _finding(grid, criterion, results[criterion.id], score.gains[criterion.id])
        yield _with_repair(finding, repairs)


def _with_repair(finding: Finding, repairs: Sequence[Repair]) -> Finding:
    """Return a finding with the repair that raises it most, if any."""
    mine = [one for one in repairs if finding.id in (*one.scores, *one.unjudged)]
    if not mine:
        return finding
    best = max(mine, key=lambda repair: (repair.scores.get(finding.id, 0.0), repair.to_gain))
    recommendation = join((best.observed, best.repair))
    return finding.model_copy(update={"recommendation": recommendation, "effort": best.effort})


def _finite(interval: Interval | None) -> tuple[float, float] | None:
    return interval if interval is not None and all(map(math.isfinite, interval)) else None


def _recommendation(criterion: Criterion, mark: Mark) -> Text:
    """Return the recommendation of the grid; none for a measurement that found no defect."""
    is_found = criterion.kind != "measured" or mark.outcome == "scored"
    return criterion.recommendation if is_found else NO_TEXT


def _finding(grid: Grid, criterion: Criterion, result: CriterionResult, gain: float) -> Finding:
    mark = result.mark
    sources = [(grid.sources[citation.key], citation.mark) for citation in criterion.sources]
    return Finding(
        id=criterion.id,
        family=criterion.family,
        title=criterion.title,
        phases=criterion.phases,
        kind=criterion.kind,
        weight=criterion.weight,
        measure=criterion.measure,
        curve=curve_text(criterion.curve),
        outcome=mark.outcome,
        score=mark.score if mark.outcome == "scored" else None,
        value=finite(mark.value),
        unit=criterion.curve.unit,
        shown=result.shown,
        reason=result.reason,
        interval=_finite(result.interval),
        evidence=result.evidence,
        to_gain=gain,
        effort=criterion.effort,
        recommendation=result.remedy or _recommendation(criterion, mark),
        sources=tuple(
            dict.fromkeys(f"{source.publisher} [{mark or source.mark}]" for source, mark in sources)
        ),
    )
