"""Exemptions: the criteria that are accepted as not applicable."""

from collections.abc import Mapping

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.mark import Mark

LIMIT = 0.15  # of the total weight of the grid [A]
ROUNDING = 1e-9  # sums of weights are not exact


def accepted_exemptions(grid: Grid, marks: Mapping[str, Mark]) -> frozenset[str]:
    """Return the criteria that do not count in the score.

    The lightest are accepted first, by weight in the whole grid then by id, until the next one
    would exceed the limit. The heavier ones are refused and count as not assessed, so that
    important criteria need evidence. Results of the run itself have no limit.
    """
    requested, accepted = [], set()
    for criterion in grid.criteria:
        mark = marks.get(criterion.id)
        if mark is None or mark.outcome != "not_applicable" or mark.assessed:
            continue
        if mark.by_evidence:
            accepted.add(criterion.id)
            continue
        if criterion.na_needs_reason and not mark.reason.strip():
            continue
        requested.append((grid.shares[criterion.id], criterion.id))
    weight = 0.0
    for share, id in sorted(requested):
        weight += share
        if weight > LIMIT + ROUNDING:
            break
        accepted.add(id)
    return frozenset(accepted)
