"""What became of what was promised."""

from dataclasses import dataclass

from epreuve.audits.facts.fact import fact
from epreuve.audits.no_evidence import NoEvidence
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
