"""What was filed while a partner was silent, and became of it."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import Tries, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.matrix import Cell, without
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.store import Evidence

PARTNERS = ("API", "BO")
_PROCESSED = """
SELECT json_extract(value, '$.arrival') FROM observation
WHERE probe = 'receipt' AND json_extract(value, '$.processed')
"""


@dataclass(frozen=True)
class Backlog:
    """What was filed while a partner was silent: how many, how many are left, when all was done."""

    filed: int
    left: int
    took: float  # seconds from the partner's return to the last one processed
    outage: float  # seconds


@fact
def backlog(evidence: Evidence) -> Backlog:
    """The partner whose backlog took longest, relative to its outage."""
    found = [
        Backlog(
            int(str(each.value["filed"])),
            int(str(each.value["left"])),
            max(float(str(each.value["done"])) - float(str(each.value["healed"])), 0.0),
            float(str(each.value["outage"])),
        )
        for each in evidence.observations("backlog")
    ]
    if not found:
        raise NoEvidence(
            "aucun partenaire (API, BO) derrière un mandataire, ou aucune démarche `processed:`",
            "no partner (API, BO) behind a proxy, or no journey with `processed:`",
        )
    queued = [each for each in found if each.filed]
    if not queued:
        raise NoEvidence(
            "rien n'a pu être déposé pendant le silence du partenaire : aucune file à résorber",
            "nothing could be filed while the partner was silent: there is no backlog",
        )
    return max(queued, key=lambda each: (each.left > 0, each.took / each.outage))


@fact
def deferred(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], matrix: tuple[Cell, ...]
) -> Tries:
    """Journeys acknowledged while a back office or partner API was silent, processed after."""
    cells = {(each.dependency, each.mode) for each in without(matrix, *PARTNERS)}
    windows = [plan.window(f"{name}:{mode}") for name, mode in cells]
    processed = {arrival for (arrival,) in evidence.stream(_PROCESSED)}
    wanted = {name for name, each in plan.profile.critical().items() if each.processed}
    tried = [
        (attempt, window)
        for window in windows
        if window is not None
        for attempt in judged(attempts, window)
        if attempt.journey in wanted
    ]
    if not tried:
        raise NoEvidence(
            "aucune démarche n'a de `processed:`", "no journey says how it is `processed:`"
        )
    done = sum(
        -1 < attempt.receipt_at <= window.end and attempt.arrival in processed
        for attempt, window in tried
    )
    return Tries(len(tried), done)
