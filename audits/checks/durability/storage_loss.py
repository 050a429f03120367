"""What was lost with the storage."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.records import Observation
from epreuve.probes.evidence.store import Evidence


@dataclass(frozen=True)
class StorageLoss:
    """Submissions that the service held before its storage was destroyed, and the lost ones."""

    held: int
    lost: int
    window: float  # seconds from the oldest lost one's receipt to the destruction, 0 without any


@fact
def storage_loss(plan: Plan, evidence: Evidence) -> StorageLoss:
    """How far back the loss goes, over the receipts that were good before the drill."""
    drill = _played(plan, evidence)
    before = {each.value["arrival"] for each in evidence.observations("receipt") if _is_held(each)}
    again = {
        each.value["arrival"]: _is_held(each)
        for each in evidence.observations("drill receipt")
        if each.value.get("read") and each.value["arrival"] in before
    }
    promised = {each.arrival: each.receipt_at for each in evidence.attempts() if each.receipt}
    gone = [promised[int(str(arrival))] for arrival, kept in again.items() if not kept]
    window = max((drill.time - at for at in gone), default=0.0)
    return StorageLoss(len(again), len(gone), window)


def _is_held(seen: Observation) -> bool:
    return bool(seen.value.get("read") and seen.value.get("found"))


def _played(plan: Plan, evidence: Evidence) -> Observation:
    if not plan.drill:
        raise NoEvidence(
            "l'exercice de perte du stockage n'a pas été demandé (`drill:` au profil et `--drill`)",
            "the storage-loss drill was not asked for (`drill:` in the profile, and `--drill`)",
        )
    drill = next(evidence.observations("drill"), None)
    if drill is None:
        raise NoEvidence(
            "l'essai a pris fin avant l'exercice de perte du stockage",
            "the run ended before the storage-loss drill",
        )
    if failed := drill.value.get("failed"):
        raise NoEvidence(
            f"l'exercice de perte du stockage a échoué : {failed}",
            f"the storage-loss drill failed: {failed}",
        )
    return drill
