"""What was seen, beside the criteria: the matrix, the receipts, the ways back, the promises."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import rule_of_three
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.scoring.sections.finite import finite
from epreuve.reports import assessment as told
from epreuve.reports.text import Text


def matrix(facts: Facts) -> Iterator[told.Cell]:
    """Each journey without each dependency, as far as that was played."""
    try:
        cells = facts.matrix
    except NoEvidence:
        return
    for cell in cells:
        yield told.Cell.model_validate(
            {"journey": cell.journey, "dependency": cell.dependency, "mode": cell.mode,
             "tried": cell.tried, "completed": cell.completed,
             "p95": finite(percentile(cell.waits, 0.95))}
        )  # fmt: skip


def audited(facts: Facts) -> Receipts:
    """What became of every receipt; zeros when none could be read."""
    try:
        found: Receipts = facts.receipts
    except NoEvidence:
        return Receipts(0, 0, 0, 0, 0)
    return found


def receipts(found: Receipts) -> told.Receipts:
    """The audit of receipts, with the rule of three when none of those read was lost."""
    bounded = found.audited > 0 and not found.lost
    return told.Receipts(
        acknowledged=found.acknowledged,
        audited=found.audited,
        lost=found.lost,
        altered=found.altered,
        duplicated=found.duplicated,
        upper_bound=rule_of_three(found.audited) if bounded else None,
    )


def recoveries(facts: Facts) -> Iterator[told.Recovery]:
    """Each power cut and the way back, as far as that was played."""
    try:
        found = facts.recoveries
    except NoEvidence:
        return
    for each in found:
        yield told.Recovery(
            pattern=each.pattern, cut=each.cut, power_back=each.power_back, useful=each.useful
        )


def promises(facts: Facts) -> Iterator[tuple[Text, bool | None]]:
    """What the operator promised, and whether it was kept; None when that was not seen."""
    longest = facts.objectives.max_outage
    if longest is not None:
        hours = f"{longest / 3600:g}"
        promise = Text(
            fr=f"Interruption d'au plus {hours} h (DMIA)", en=f"Outage of at most {hours} h (MTPD)"
        )
        yield promise, _kept(facts, longest)


def _kept(facts: Facts, longest: float) -> bool | None:
    try:
        found = facts.recoveries
    except NoEvidence:
        return None
    return all(e.useful is not None and e.useful - e.power_back <= longest for e in found)
