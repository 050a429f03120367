"""What became of what was promised."""

from dataclasses import dataclass

from epreuve.audits.facts.attempts import judged
from epreuve.audits.facts.fact import fact
from epreuve.audits.facts.politeness import Count
from epreuve.audits.no_evidence import NoEvidence
from epreuve.audits.plan import CONTROL, Plan
from epreuve.probes.evidence import Attempt, Observation
from epreuve.probes.store import Evidence


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
    given = evidence.query("SELECT count(*) FROM attempt WHERE receipt <> ''")[0][0]
    seen = [each.value for each in evidence.observations("receipt")]
    read = [each for each in seen if each.get("read")]
    if not read:
        raise NoEvidence("aucun accusé de réception n'a pu être relu", "no receipt could be read")
    return Receipts(
        acknowledged=int(str(given)),
        audited=len(read),
        lost=sum(not each["found"] for each in read),
        altered=sum(bool(each["found"]) and not each["intact"] for each in read),
        duplicated=sum(each["once"] is False for each in read),
    )


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
    window, counted = plan.window(CONTROL), traffic.get(CONTROL)
    if window is None or counted is None:
        raise NoEvidence("la cellule témoin n'a pas été jouée", "the control cell was not played")
    given = sum(each.receipt != "" for each in judged(attempts, window))
    gateways = [n for n, e in plan.profile.dependencies.items() if e.set in ("OTP", "MAIL")]
    return Messages(given, sum(counted.opened.get(f"dependency-{name}", 0) for name in gateways))
