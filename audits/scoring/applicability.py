"""Which not-applicables are granted: with a reason, and for 15 % of the grid's weight at most."""

from collections.abc import Mapping

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.mark import Mark

LIMIT = 0.15  # of the total weight of the grid [A]
ROUNDING = 1e-9  # sums of weights are not exact


def granted(grid: Grid, marks: Mapping[str, Mark]) -> frozenset[str]:
    """The criteria that leave the base of the score.

    The lightest are granted first, by weight in the whole grid then by id, until the next one
    would pass the limit; it and all heavier ones count as unassessed. So what is heavy, hence
    important, is what has to be shown.
    """
    asked = []
    for criterion in grid.criteria:
        mark = marks.get(criterion.id)
        if mark is None or mark.outcome != "not_applicable" or mark.assessed:
            continue
        if criterion.na_needs_reason and not mark.reason.strip():
            continue
        asked.append((grid.shares[criterion.id], criterion.id))
    kept, weight = set(), 0.0
    for share, id in sorted(asked):
        weight += share
        if weight > LIMIT + ROUNDING:
            break
        kept.add(id)
    return frozenset(kept)
