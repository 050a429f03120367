"""Exemptions section: each exemption that the profile asks for, and its effect."""

from collections.abc import Iterator, Mapping

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.exemption import effect, refusal
from epreuve.reports.assessment import Exemption


def exemptions(
    grid: Grid, requested: Mapping[str, str], results: Mapping[str, CriterionResult]
) -> Iterator[Exemption]:
    """Return the exemptions of a profile (reasons by criterion), in the order of the grid."""
    for criterion in grid.criteria:
        if criterion.id not in requested:
            continue
        reason, mark = requested[criterion.id], results[criterion.id].mark
        refused = refusal(criterion, mark, reason)
        yield Exemption(
            criterion=criterion.id,
            title=criterion.title,
            reason=reason,
            refused=refused is not None,
            shown=refused is None and mark.by_evidence,
            effect=effect(mark) if refused is None else refused,
        )
