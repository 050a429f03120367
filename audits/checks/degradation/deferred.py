"""Submissions filed while a partner is silent, and processed after its return (DEG-5)."""

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.attempts import Tries, judged
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.silent_cells import without
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import DependencySet
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

PARTNERS: tuple[DependencySet, ...] = ("API", "BO")


@fact
def deferred(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], cells: tuple[Cell, ...],
    control_doubts: ControlDoubts,
) -> Tries:  # fmt: skip
    """Journeys acknowledged while a back office or partner API was silent, processed after.

    A journey that got no receipt and had not ended when its partner was healed does not count.
    """
    partners = {(cell.dependency, cell.mode) for cell in without(plan, cells, *PARTNERS)}
    windows = [plan.window(f"{name}:{mode}") for name, mode in partners]
    processed = set(evidence.processed_arrivals())
    wanted = {name for name, journey in plan.profile.critical().items() if journey.processed}
    tried = [
        (attempt, window)
        for window in windows
        if window is not None
        for attempt in judged(attempts, window)
        if attempt.journey in wanted
    ]
    if not tried:
        raise NoEvidence(translate("No journey has `processed:`."))
    control_doubts.require_processed()
    acknowledged = [one for one, window in tried if -1 < one.receipt_at <= window.end]
    refused = [one for one, window in tried if one not in acknowledged and one.ended <= window.end]
    if not acknowledged and not refused:
        raise NoEvidence(translate("No journey ended while the partner was silent."))
    done = sum(one.arrival in processed for one in acknowledged)
    return Tries(len(acknowledged) + len(refused), done)
