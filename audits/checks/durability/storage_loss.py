"""Submissions lost with the storage, in the storage-loss drill (DAT-5)."""

from dataclasses import dataclass

from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.pages.receipt_records import DrillReceiptObservation, ReceiptObservation


@record_kind("drill")
class DrillObservation(Record):
    """Destruction and restoration of the storage; the subject is `storage`."""

    error: str
    """Why it failed; empty when it succeeded."""
    duration: float | None = None
    """Seconds that it took; null when it failed."""


@dataclass(frozen=True)
class StorageLoss:
    """Submissions that the service had before its storage was destroyed, and the lost ones.

    `held` were read again after the drill, `unread` were not.
    """

    held: int
    lost: int
    window: float  # seconds from the oldest lost one's receipt to the destruction, 0 without any
    unread: int = 0


@fact
def storage_loss(plan: Plan, evidence: Evidence) -> StorageLoss:
    """Loss among the receipts that were good before the drill."""
    drill = _played(plan, evidence)
    receipts = (observation.record for observation in evidence.observations(ReceiptObservation))
    before = {receipt.arrival for receipt in receipts if receipt.state in ("stored", "altered")}
    after = {
        receipt.arrival: receipt.state != "lost"
        for receipt in (
            observation.record for observation in evidence.observations(DrillReceiptObservation)
        )
        if receipt.state != "unread" and receipt.arrival in before
    }
    given_at = {
        attempt.arrival: attempt.receipt_at for attempt in evidence.attempts() if attempt.receipt
    }
    lost = [given_at[arrival] for arrival, readable in after.items() if not readable]
    window = max((drill.time - at for at in lost), default=0.0)
    return StorageLoss(len(after), len(lost), window, unread=len(before) - len(after))


def _played(plan: Plan, evidence: Evidence) -> Observation[DrillObservation]:
    if not plan.drill:
        raise NoEvidence(
            translate(
                "The storage-loss drill was not requested (`drill:` in the profile and `--drill`)."
            )
        )
    drill = next(evidence.observations(DrillObservation), None)
    if drill is None:
        raise NoEvidence(translate("The run ended before the storage-loss drill."))
    if error := drill.record.error:
        raise NoEvidence(
            translate("The storage-loss drill failed: {error}.", error=recorded_text(error))
        )
    return drill
