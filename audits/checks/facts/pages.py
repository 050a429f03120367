"""What was seen of pages."""

import math
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan
from epreuve.audits.profile.model import COMFORT_SETS
from epreuve.probes.evidence.records import Observation
from epreuve.probes.evidence.store import Evidence


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
    found = [
        each
        for each in evidence.observations("information")
        if each.value.get("window") not in (ISLAND_CELL, COLD_CELL)
    ]
    if not found:
        raise NoEvidence(
            "aucune base de données derrière un mandataire, ou aucune page `information:`",
            "no database behind a proxy, or no `information:` page",
        )
    return Tries(len(found), sum(bool(each.value.get("served")) for each in found))


@fact
def comfort_pages(evidence: Evidence) -> tuple[Observation, ...]:
    """The same pages, cold, for a browser whose comfort third parties never answer."""
    return seen(evidence, "comfort page")


@fact
def markup(evidence: Evidence) -> tuple[Observation, ...]:
    """What the HTML of critical pages shows by itself."""
    return seen(evidence, "markup")


@fact
def essential_page(evidence: Evidence) -> Observation:
    """The page of the minimum service."""
    found = list(evidence.observations("essential page"))
    if not found:
        raise NoEvidence(
            "le profil ne nomme ni `objectives.minimum_service` ni `information`",
            "the profile names neither `objectives.minimum_service` nor `information`",
        )
    if found[0].value["outcome"] != "success":
        raise NoEvidence(f"{found[0].subject} n'a pas répondu", f"{found[0].subject} did not load")
    return found[0]


@dataclass(frozen=True)
class Slowed:
    """A page with its comfort third parties silent; `added` is infinite when it never came."""

    path: str
    added: float  # seconds to the useful page


@fact
def slowed_pages(
    plan: Plan, pages: tuple[Observation, ...], comfort_pages: tuple[Observation, ...]
) -> tuple[Slowed, ...]:
    """Seconds that the silence of comfort third parties adds to each critical page."""
    declared = {e.listen for e in plan.profile.dependencies.values() if e.set in COMFORT_SETS}
    usual = {each.subject: each.value for each in pages}
    found = []
    for each in comfort_pages:
        normal = usual.get(each.subject, {})
        useful, others = normal.get("useful"), normal.get("third_parties")
        unknown = set(map(str, others if isinstance(others, list) else [])) - declared
        if useful is None or unknown:
            names = ", ".join(sorted(unknown)) or each.subject
            raise NoEvidence(
                f"à déclarer parmi les tiers de confort, ou page non chargée : {names}",
                f"to be declared among comfort third parties, or page not loaded: {names}",
            )
        late = each.value["useful"]
        took = math.inf if late is None else float(str(late)) - float(str(useful))
        found.append(Slowed(each.subject, max(took, 0.0)))
    return tuple(found)


@fact
def observed_hosts(pages: tuple[Observation, ...]) -> frozenset[str]:
    """Third-party hosts that critical pages load from."""
    hosts = [each.value.get("third_parties") for each in pages]
    return frozenset(str(host) for found in hosts if isinstance(found, list) for host in found)


@fact
def declared_hosts(plan: Plan) -> frozenset[str]:
    """Hosts of the dependencies that the profile declares."""
    return frozenset(each.listen for each in plan.profile.dependencies.values())
