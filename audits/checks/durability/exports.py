"""What could really be taken away, by citizens and by the administration."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.records import Observation
from epreuve.probes.evidence.store import Evidence

NOBODY = Tries(0, 0)
OPAQUE = "no open format"


@dataclass(frozen=True)
class Exports:
    """Citizens' files tried and whole; receipts looked for in the administration's, and found.

    A side without any way out, by the profile's own word, has tried nothing. `faults` say what
    was wrong with the others, `formats` what was read.
    """

    citizens: Tries
    receipts: Tries
    documented: bool
    formats: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    opaque: bool = False  # one of them is in no open format


@fact
def exports(plan: Plan, evidence: Evidence) -> Exports:
    """The exports taken once every receipt had been read again."""
    asked = plan.profile.export
    if asked is None:
        raise NoEvidence(
            "le profil ne dit pas comment exporter (`export:`)",
            "the profile does not say how to export (`export:`)",
        )
    seen = list(evidence.observations("export"))
    own = [each for each in seen if each.subject == "citizen"]
    whole = [each for each in seen if each.subject == "administrator"]
    if (asked.citizen != "none" and not own) or (asked.administrator != "none" and not whole):
        raise NoEvidence(
            "l'essai a pris fin sans export : aucune démarche n'était à emporter",
            "the run ended without an export: no submission was there to be taken away",
        )
    for each in (*own, *whole):
        if not each.value["read"]:
            told = each.value["detail"]
            raise NoEvidence(f"export sans réponse : {told}", f"export without answer: {told}")
    faults = dict.fromkeys(fault for each in (*own, *whole) if (fault := _fault(each)))
    return Exports(
        citizens=Tries(len(own), sum(not _fault(each) for each in own)) if own else NOBODY,
        receipts=_receipts(whole[0]) if whole else NOBODY,
        documented=any(e.value["found"] for e in seen if e.subject == "documentation"),
        formats=tuple(sorted({str(e.value["format"]) for e in seen if e.value.get("format")})),
        faults=tuple(each for each in faults if each != OPAQUE),
        opaque=OPAQUE in faults,
    )


def _fault(seen: Observation) -> str:
    """Why an export is worth nothing; "" when it is whole."""
    value = seen.value
    if "detail" in value:
        return str(value["detail"])
    if value["format"] is None:
        return OPAQUE
    missing = value.get("missing", ())
    return ", ".join(map(str, missing)) if isinstance(missing, (list, tuple)) else ""


def _receipts(seen: Observation) -> Tries:
    return Tries(int(str(seen.value["of"])), int(str(seen.value["held"])))
