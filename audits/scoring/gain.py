"""Gain: points of the overall score that a perfect criterion would add."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.means import means
from epreuve.reports.assessment import Knockout


@dataclass(frozen=True, slots=True)
class Gain:
    """Gain of one criterion at 100 points, with the others unchanged.

    `points` include knock-outs: to repair the only knock-out removes its cap, to repair one of two
    may change nothing. `before_caps` leaves knock-outs out.
    """

    id: str
    points: float
    before_caps: float


def gains(
    grid: Grid,
    points: Mapping[str, float],
    measured: Set[str],
    excluded: Set[str],
    knockouts: Sequence[Knockout],
) -> tuple[Gain, ...]:
    """Return the gain of each criterion, in the order of the grid; 0 for not applicable ones."""
    now = means(grid, points, measured).overall or 0.0
    capped = min([now, *(knockout.cap for knockout in knockouts)])
    gains = []
    for criterion in grid.criteria:
        if criterion.id in excluded or points.get(criterion.id) == 100:
            gains.append(Gain(criterion.id, 0.0, 0.0))
            continue
        with_evidence = {*measured, criterion.id} if criterion.measurable else measured
        then = means(grid, {**points, criterion.id: 100.0}, with_evidence).overall or 0.0
        caps = [knockout.cap for knockout in knockouts if knockout.criterion != criterion.id]
        gains.append(
            Gain(
                criterion.id,
                points=round(max(0.0, min([then, *caps]) - capped), 9),
                before_caps=round(max(0.0, then - now), 9),
            )
        )
    return tuple(gains)
