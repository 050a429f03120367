"""Forms: without script, and through a cut."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import INTERRUPTED_FORM, Plan
from epreuve.audits.planning.proxy_names import citizen_link
from epreuve.probes.evidence.store import Evidence


@dataclass(frozen=True)
class HeldForm:
    """A form whose sender lost the link for a while."""

    journey: str
    accepted: bool  # after the cut, with what the citizen had
    kept: bool  # and found again, whole
    cut: float  # real seconds without a link


@fact
def plain_steps(evidence: Evidence) -> Tries:
    """Steps of critical journeys to which links and forms lead by themselves."""
    found = list(evidence.observations("plain walk"))
    if not found:
        raise NoEvidence("aucune démarche n'a été relue", "no journey was read")
    steps = plain = 0
    for each in found:
        wanted, walked = each.value["steps"], int(str(each.value["walked"]))
        names, good = list(map(str, _list(wanted))), _list(each.value["plain"])
        if walked < len(names):
            raise NoEvidence(
                f"{each.subject} : « {names[walked]} » n'a pas abouti, le parcours n'est pas relu",
                f"{each.subject}: “{names[walked]}” failed, the journey could not be read",
            )
        steps += len(names)
        plain += len(good)
    return Tries(steps, plain)


@fact
def held_forms(evidence: Evidence) -> tuple[HeldForm, ...]:
    """Each form that was filled before the cut, and what came of it after."""
    cut = _cut(evidence)
    found = []
    for each in evidence.observations("form"):
        if each.value["filled"] != "success":
            raise NoEvidence(
                f"{each.subject} : le formulaire n'a pas pu être rempli avant la coupure",
                f"{each.subject}: the form could not be filled before the cut",
            )
        accepted, kept = each.value["resumed"] == "success", bool(each.value["kept"])
        found.append(HeldForm(each.subject, accepted, kept, cut))
    if not found:
        raise NoEvidence(
            "aucune démarche essentielle n'a d'accusé de réception",
            "no critical journey gives a receipt",
        )
    return tuple(found)


@fact
def scale(plan: Plan) -> float:
    """How many times shorter than in the crisis durations were."""
    return plan.scale


def _cut(evidence: Evidence) -> float:
    """Seconds that the link was seen to be silent."""
    link = citizen_link(INTERRUPTED_FORM)
    times = {
        str(each.value["what"]): each.time
        for each in evidence.observations("fault")
        if each.subject == link and (each.value["what"] == "heal" or each.value.get("confirmed"))
    }
    if not {"begin", "heal"} <= set(times):
        raise NoEvidence("le lien n'a pas été coupé", "the link was not cut")
    return times["heal"] - times["begin"]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []
