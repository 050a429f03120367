"""Receipts that users were given, and the state of their submissions after the run."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.traffic import Count
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import CONTROL_CELL, Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt


@dataclass(frozen=True)
class Receipts:
    """Result of reading all receipts again."""

    acknowledged: int
    audited: int
    lost: int
    altered: int
    duplicated: int


@fact
def receipts(evidence: Evidence) -> Receipts:
    """Every receipt given, and the result of reading it again."""
    totals = evidence.receipt_totals()
    if not totals.answered:
        raise NoEvidence(translate("No receipt could be read again."))
    return Receipts(
        evidence.receipt_count(), totals.answered, totals.lost, totals.altered, totals.duplicated
    )


@dataclass(frozen=True)
class Messages:
    """Receipts given without any fault, and connections to the SMS or mail gateways."""

    acknowledged: int
    connections: int


@fact
def messages(plan: Plan, attempts: list[Attempt], traffic: dict[str, Count]) -> Messages:
    """Receipts and messages of the control cell, where nothing else calls the gateways."""
    window, counted = plan.window(CONTROL_CELL), traffic.get(CONTROL_CELL)
    if window is None or counted is None:
        raise NoEvidence(translate("The control cell was not run."))
    acknowledged = sum(attempt.receipt != "" for attempt in judged(attempts, window))
    gateways = [n for n, e in plan.profile.dependencies.items() if e.set in ("OTP", "MAIL")]
    return Messages(
        acknowledged, sum(counted.opened.get(f"dependency-{name}", 0) for name in gateways)
    )
