"""Report sections outside the criteria: matrix, receipts, recoveries, objectives."""

from collections.abc import Iterator
from dataclasses import asdict, replace

from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.crises.power_pattern import power_patterns
from epreuve.audits.profile.name import title_of
from epreuve.audits.scoring.translation import translate
from epreuve.faults.units import HOUR
from epreuve.reports import assessment as document
from epreuve.reports.text import Text
from epreuve.reports.translation import Number


def matrix(facts: Facts) -> Iterator[document.Cell]:
    """Return each journey with each dependency slow or silent; nothing without evidence."""
    for cell in facts.cells:
        shown = document.Cell.model_validate(cell, from_attributes=True)
        yield shown.model_copy(
            update={
                "journey_title": title_of(cell.journey),
                "dependency_title": title_of(cell.dependency),
            }
        )


def receipt_counts(facts: Facts) -> Receipts:
    """Return the audit of the receipts; without evidence, only how many were given."""
    try:
        receipts: Receipts = facts.receipts
    except NoEvidence:
        return Receipts(facts.evidence.receipt_count(), 0, 0, 0, 0)
    doubts: ControlDoubts = facts.control_doubts
    return replace(receipts, counted=0) if doubts.unique else receipts


SHOWN = document.Receipts.model_fields.keys() - {"upper_bound"}


def receipts(counts: Receipts) -> document.Receipts:
    """Return the audit of the receipts, with the bound on losses by a cut when none was lost."""
    bounded = counts.older > 0 and not counts.lost
    shown = {name: value for name, value in asdict(counts).items() if name in SHOWN}
    return document.Receipts(**shown, upper_bound=counts.loss_bound if bounded else None)


def recoveries(facts: Facts) -> Iterator[document.Recovery]:
    """Return the recovery after each power cut; nothing without evidence."""
    try:
        recoveries = facts.recoveries
    except NoEvidence:
        return
    longest = max(facts.boot_within, facts.objectives.max_outage or 0.0)
    for recovery in recoveries:
        shown = document.Recovery.model_validate(recovery, from_attributes=True)
        pattern = power_patterns().get(recovery.pattern)
        title = None if pattern is None else pattern.title
        unknown = recovery.is_unknown(longest)
        yield shown.model_copy(update={"unknown": unknown, "title": title})


def objectives(facts: Facts) -> Iterator[tuple[Text, bool | None]]:
    """Return the objectives of the operator, and whether they were met; None if not measured."""
    longest = facts.objectives.max_outage
    if longest is not None:
        objective = translate("Outage of at most {hours} h (MTPD)", hours=Number(longest / HOUR, 2))
        yield objective, _met(facts, longest)


def _met(facts: Facts, longest: float) -> bool | None:
    try:
        recoveries = facts.recoveries
    except NoEvidence:
        return None
    outages = [
        recovery.watched if recovery.useful is None else recovery.useful - recovery.power_back
        for recovery in recoveries
    ]
    if max(outages) > longest:
        return False
    return None if any(recovery.useful is None for recovery in recoveries) else True
