"""Knock-outs: defects that cap the score by themselves."""

from collections.abc import Iterable, Mapping

from epreuve.audits.grid.criterion import Criterion, KnockOut
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.mark import Mark
from epreuve.reports.assessment import Knockout


def observed_knockouts(
    grid: Grid, marks: Mapping[str, Mark], *, essential: bool = True, void: bool = False
) -> tuple[Knockout, ...]:
    """Return the knock-outs that these marks show, by id.

    A criterion that was not assessed shows none, nor does a mark that is not conclusive: see
    `docs/decisions/controls.md`. A declaration alone shows none on a criterion
    that must be measured.
    `essential`: whether this is an essential service (K5). `void`: whether
    the trial is void: it shows only defects that a slow bench cannot cause, as lost receipts (K1).
    """
    knockouts = []
    for criterion in grid.criteria:
        rule, mark = criterion.knockout, marks.get(criterion.id)
        if rule is None or mark is None or (rule.only_essential and not essential):
            continue
        if (void and rule.needs_speed) or mark.omitted:
            continue
        if fires(criterion, mark):
            knockouts.append(_knockout(criterion, rule))
    return tuple(sorted(knockouts, key=lambda knockout: knockout.id))


def limits(grid: Grid, marks: Mapping[str, Mark]) -> tuple[Knockout, ...]:
    """Return the caps of criteria of which the profile declares nothing.

    Silence shows no defect, so none of them is a knock-out. It may not score better than a
    declaration that shows one.
    """
    return tuple(
        _knockout(criterion, criterion.knockout)
        for criterion in grid.criteria
        if criterion.knockout is not None
        and (mark := marks.get(criterion.id)) is not None
        and mark.omitted
        and fires(criterion, mark)
    )


def _knockout(criterion: Criterion, rule: KnockOut) -> Knockout:
    return Knockout(id=rule.id, criterion=criterion.id, cap=rule.cap, sentence=rule.sentence)


def fires(criterion: Criterion, mark: Mark) -> bool:
    """Return whether a mark is evidence of the criterion's knock-out."""
    number = _evidence(criterion, mark)
    return (
        criterion.knockout is not None and number is not None and criterion.knockout.holds(number)
    )


def unproven(grid: Grid, marks: Mapping[str, Mark], *, essential: bool = True) -> tuple[str, ...]:
    """Return the criteria with a knock-out that have no evidence, or a weak one, as in the grid.

    A criterion that does not apply to the service, as the run shows, needs none. Nor does one that
    the crisis cannot show.
    """
    return tuple(
        criterion.id
        for criterion in grid.criteria
        if criterion.knockout is not None
        and (essential or not criterion.knockout.only_essential)
        and not _is_proven(criterion, marks.get(criterion.id))
    )


def _is_proven(criterion: Criterion, mark: Mark | None) -> bool:
    if mark is None or not mark.assessed:
        return mark is not None and (mark.by_evidence or mark.untested)
    return (mark.measured or criterion.kind != "measured") and not mark.weak


def _evidence(criterion: Criterion, mark: Mark) -> float | None:
    """Return the number that the rule reads; None without sufficient evidence."""
    if criterion.knockout is None or not mark.assessed or not mark.conclusive:
        return None
    if criterion.kind == "measured" and not mark.measured:
        return None
    return mark.score if criterion.knockout.reads == "score" else mark.value


def speed_knockouts(grid: Grid, knockouts: Iterable[Knockout]) -> tuple[str, ...]:
    """Return the ids of those knock-outs that a slow bench can cause."""
    causes = {rule.id for one in grid.criteria if (rule := one.knockout) and rule.needs_speed}
    return tuple(one.id for one in knockouts if one.id in causes)
