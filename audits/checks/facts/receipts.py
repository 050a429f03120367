"""What became of what was promised."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.traffic import Count
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import CONTROL_CELL, Plan
from epreuve.probes.evidence.records import Attempt, Observation
from epreuve.probes.evidence.store import Evidence

# As many rows as receipts: added up where they are. JSON's true is 1, its false 0, its null NULL.
_AUDITED = """
SELECT count(*), sum(NOT ifnull(found, 0)), sum(ifnull(found AND NOT ifnull(intact, 0), 0)),
       sum(ifnull(once = 0, 0))
FROM (SELECT json_extract(value, '$.found') AS found, json_extract(value, '$.intact') AS intact,
             json_extract(value, '$.once') AS once
      FROM observation WHERE probe = 'receipt' AND json_extract(value, '$.read'))
"""


@dataclass(frozen=True)
class Receipts:
    """The audit of what was promised."""

    acknowledged: int
    audited: int
    lost: int
    altered: int
    duplicated: int


@fact
def receipts(evidence: Evidence) -> Receipts:
    """Every receipt given, and what became of it."""
    ((given,),) = evidence.stream("SELECT count(*) FROM attempt_row WHERE receipt <> ''")
    ((audited, lost, altered, duplicated),) = evidence.stream(_AUDITED)
    if not audited:
        raise NoEvidence("aucun accusé de réception n'a pu être relu", "no receipt could be read")
    return Receipts(given, audited, lost, altered, duplicated)


@fact
def receipt_pages(evidence: Evidence) -> tuple[Observation, ...]:
    """What the page that gives a receipt shows, one a critical journey."""
    found = tuple(evidence.observations("receipt page"))
    if not found:
        raise NoEvidence("aucun accusé de réception n'a été montré", "no receipt was shown")
    return found


@dataclass(frozen=True)
class Messages:
    """Receipts given while all was well, and connections to the SMS or mail gateways."""

    acknowledged: int
    connections: int


@fact
def messages(plan: Plan, attempts: list[Attempt], traffic: dict[str, Count]) -> Messages:
    """In the control cell, where nothing else calls the gateways."""
    window, counted = plan.window(CONTROL_CELL), traffic.get(CONTROL_CELL)
    if window is None or counted is None:
        raise NoEvidence("la cellule témoin n'a pas été jouée", "the control cell was not played")
    given = sum(each.receipt != "" for each in judged(attempts, window))
    gateways = [n for n, e in plan.profile.dependencies.items() if e.set in ("OTP", "MAIL")]
    return Messages(given, sum(counted.opened.get(f"dependency-{name}", 0) for name in gateways))
