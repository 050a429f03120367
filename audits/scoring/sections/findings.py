"""A line for each criterion: its value, its points, why, and what would earn more."""

from collections.abc import Iterator, Mapping

from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.curve_text import curve_text
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.applicability import LIMIT
from epreuve.audits.scoring.gain import Gain
from epreuve.audits.scoring.judge import Judged
from epreuve.audits.scoring.score import Score
from epreuve.audits.scoring.sections.finite import finite
from epreuve.reports import assessment as told
from epreuve.reports.text import Text, join

REFUSED = Text(
    fr=f"Dispense refusée : elles ne peuvent dépasser {LIMIT * 100:g} % du poids de la grille ; "
    "ce critère compte comme non évalué.",
    en=f"Exemption refused: they may not exceed {LIMIT * 100:g}% of the grid's weight; this "
    "criterion counts as not assessed.",
)


def findings(grid: Grid, judged: Mapping[str, Judged], found: Score) -> Iterator[told.Finding]:
    """Every criterion of the grid, in its order."""
    gains = {each.id: each for each in found.gains}
    for criterion in grid.criteria:
        line = _finding(grid, criterion, judged[criterion.id], gains[criterion.id])
        if criterion.id in found.refused_not_applicable and line.outcome == "not_applicable":
            reason = join((line.reason, REFUSED))
            line = line.model_copy(update={"outcome": "inconclusive", "reason": reason})
        yield line


def _finding(grid: Grid, criterion: Criterion, judged: Judged, gain: Gain) -> told.Finding:
    mark = judged.mark
    cited = [(grid.sources[each.key], each.mark) for each in criterion.sources]
    return told.Finding(
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
        shown=judged.shown,
        reason=judged.reason,
        interval=judged.interval,
        evidence=judged.evidence,
        to_gain=gain.points,
        effort=criterion.effort,
        recommendation=criterion.recommendation,
        sources=tuple(dict.fromkeys(f"{s.publisher} [{known or s.mark}]" for s, known in cited)),
    )
