"""What was seen of pages."""

from epreuve.audits.facts.attempts import Tries
from epreuve.audits.facts.fact import fact
from epreuve.audits.no_evidence import NoEvidence
from epreuve.probes.evidence import Observation
from epreuve.probes.store import Evidence


def seen(evidence: Evidence, probe: str) -> tuple[Observation, ...]:
    """The observations of a page probe. Raises NoEvidence when there is none."""
    found = tuple(evidence.observations(probe))
    if not found:
        raise NoEvidence("aucune page n'a été chargée", "no page was loaded")
    return found


@fact
def pages(evidence: Evidence) -> tuple[Observation, ...]:
    """Cold loads of the critical journeys' pages on a clean link."""
    return seen(evidence, "page")


@fact
def edge_page(evidence: Evidence) -> Observation:
    """The cold load of the entry page on `edge`."""
    return seen(evidence, "edge page")[0]


@fact
def human_channel(evidence: Evidence) -> tuple[Observation, ...]:
    """What each critical page and an error page show of a way without a screen."""
    return seen(evidence, "human channel")


@fact
def information(evidence: Evidence) -> Tries:
    """Information pages asked for while the database was silent."""
    found = list(evidence.observations("information"))
    if not found:
        raise NoEvidence(
            "aucune base de données derrière un mandataire, ou aucune page `information:`",
            "no database behind a proxy, or no `information:` page",
        )
    return Tries(len(found), sum(bool(each.value.get("served")) for each in found))
