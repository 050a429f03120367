"""Every third party silent: the island, and a start from cold in that state."""

from collections.abc import Iterable
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import judged, succeeded
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.recovery import first_success
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan, Window
from epreuve.audits.profile.model import OWN_SETS
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.store import Evidence


@dataclass(frozen=True)
class Alone:
    """What the service did by itself: journeys tried, served, and whether information was."""

    journeys: tuple[str, ...]
    served: tuple[str, ...]
    information: bool


@fact
def island(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], confirmed_links: frozenset[str]
) -> Alone:
    """Witnesses of the island: a journey is served when half of its tries are, as in the matrix."""
    window = _window(plan, ISLAND_CELL, confirmed_links)
    found = judged(attempts, window)
    return _alone(plan, evidence, window, found, share=0.5)


@fact
def cold_start(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], confirmed_links: frozenset[str]
) -> Alone:
    """After a start with nothing outside: a journey is served as soon as one is completed."""
    window = _window(plan, COLD_CELL, confirmed_links)
    times = [e.time for e in evidence.observations("power") if window.start <= e.time < window.end]
    if len(times) < 2:
        raise NoEvidence("le courant n'a pas été coupé", "the power was not cut")
    back, boot = times[-1], plan.profile.power.boot_within
    if first_success(evidence, back, window.end) is None and window.end - back < boot:
        raise NoEvidence(
            f"rien n'a répondu en {window.end - back:.0f} s, mais le profil laisse {boot:.0f} s au "
            "démarrage : jouez avec une échelle plus petite",
            f"nothing answered within {window.end - back:.0f} s, but the profile grants {boot:.0f} "
            "s to start: play at a smaller scale",
        )
    found = [each for each in attempts if back <= each.intended < window.end]
    return _alone(plan, evidence, window, found, share=0.0)


def _window(plan: Plan, name: str, confirmed: frozenset[str]) -> Window:
    window = plan.window(name)
    if window is None:
        raise NoEvidence("aucun tiers n'est derrière un mandataire", "no third party has a proxy")
    for dependency, each in plan.profile.dependencies.items():
        if each.set not in OWN_SETS and f"dependency-{dependency}" not in confirmed:
            raise NoEvidence(f"{dependency} n'a pas pu être coupé", f"{dependency} was not cut")
    return window


def _alone(
    plan: Plan, evidence: Evidence, window: Window, attempts: Iterable[Attempt], share: float
) -> Alone:
    tried: dict[str, list[bool]] = {}
    for each in attempts:
        tried.setdefault(each.journey, []).append(succeeded(each, window.end))
    missing = [name for name in plan.profile.critical() if name not in tried]
    if missing:
        names = ", ".join(missing)
        raise NoEvidence(f"personne n'a tenté {names}", f"nobody tried {names}")
    pages = [
        bool(each.value["served"])
        for each in evidence.observations("information")
        if each.value.get("window") == window.name
    ]
    served = [name for name, done in tried.items() if any(done) and sum(done) >= share * len(done)]
    return Alone(tuple(tried), tuple(served), bool(pages) and all(pages))
