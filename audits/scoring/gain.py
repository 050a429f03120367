"""Gain: points of the overall score that a perfect criterion would add."""

from collections.abc import Mapping, Sequence, Set

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.means import means
from epreuve.reports.assessment import Knockout


def gains(
    grid: Grid,
    points: Mapping[str, float],
    measured: Set[str],
    excluded: Set[str],
    knockouts: Sequence[Knockout],
) -> dict[str, float]:
    """Return the gain of each criterion at 100 points, with the others unchanged.

    Knock-outs count: to repair the only one removes its cap, to repair one of two may change
    nothing. Criteria that are not applicable gain nothing.
    """
    now = means(grid, points, measured).overall or 0.0
    capped = min([now, *(knockout.cap for knockout in knockouts)])
    gains = dict.fromkeys((criterion.id for criterion in grid.criteria), 0.0)
    for criterion in grid.criteria:
        if criterion.id in excluded or points.get(criterion.id) == 100:
            continue
        with_evidence = {*measured, criterion.id} if criterion.measurable else measured
        then = means(grid, {**points, criterion.id: 100.0}, with_evidence).overall or 0.0
        caps = [knockout.cap for knockout in knockouts if knockout.criterion != criterion.id]
        gains[criterion.id] = round(max(0.0, min([then, *caps]) - capped), 9)
    return gains
