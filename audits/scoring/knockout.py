"""Knock-outs: defects that cap the score by themselves, whatever the rest is worth."""

from collections.abc import Mapping
from dataclasses import dataclass

from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.mark import Mark
from epreuve.reports.text import Text


@dataclass(frozen=True, slots=True)
class Fired:
    """A knock-out that was met, with the sentence that a citizen reads."""

    id: str
    criterion: str
    cap: float
    sentence: Text


def fired(grid: Grid, marks: Mapping[str, Mark], *, essential: bool = True) -> tuple[Fired, ...]:
    """The knock-outs met by these marks, by id.

    What was not assessed fires nothing, and neither does a mere declaration on a criterion that
    is to be measured. `essential` says whether this is an essential service (K5 needs it).
    """
    found = []
    for criterion in grid.criteria:
        rule, mark = criterion.knockout, marks.get(criterion.id)
        if rule is None or mark is None or (rule.only_essential and not essential):
            continue
        number = _evidence(criterion, mark)
        if number is not None and rule.holds(number):
            found.append(Fired(rule.id, criterion.id, rule.cap, rule.sentence))
    return tuple(sorted(found, key=lambda one: one.id))


def _evidence(criterion: Criterion, mark: Mark) -> float | None:
    """The number that the rule reads, when the evidence is good enough to fire on."""
    if criterion.knockout is None or not mark.assessed:
        return None
    if criterion.kind == "measured" and not mark.measured:
        return None
    return mark.score if criterion.knockout.reads == "score" else mark.value
