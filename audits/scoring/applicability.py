"""Criteria that do not apply to a service, as its run shows."""

from collections.abc import Mapping

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.mark import Mark


def inapplicable(grid: Grid, marks: Mapping[str, Mark]) -> frozenset[str]:
    """Return the criteria that leave the base of the score: the run shows that they do not apply.

    An exemption of the profile alone is no evidence: its criterion counts as not assessed.
    """
    return frozenset(
        criterion.id
        for criterion in grid.criteria
        if (mark := marks.get(criterion.id)) and mark.by_evidence and not mark.assessed
    )
