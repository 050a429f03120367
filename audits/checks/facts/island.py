"""The service with every third party silent, and its start in that state."""

from collections.abc import Iterable
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import ending, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.facts.power_cuts import ActualCut, between, require_valid
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan, Window
from epreuve.audits.profile.model import OWN_SETS
from epreuve.audits.runs.records.power import POWER_EVENTS
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.translation import Seconds


@dataclass(frozen=True)
class Alone:
    """Journeys tried and served without third parties; whether information was served."""

    journeys: tuple[str, ...]
    served: tuple[str, ...]
    information: bool


@fact
def island(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], confirmed_links: frozenset[str]
) -> Alone:
    """With third parties silent: a journey is served when half of its tries succeed."""
    window = _window(plan, ISLAND_CELL, confirmed_links)
    return _alone(plan, evidence, window, judged(attempts, window), share=0.5)


@fact
def cold_start(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], confirmed_links: frozenset[str],
    power_cuts: tuple[ActualCut, ...],
) -> Alone:  # fmt: skip
    """After a start without third parties: a journey is served when one try succeeds."""
    window = _window(plan, COLD_CELL, confirmed_links)
    events = evidence.observations(*POWER_EVENTS)
    times = [event.time for event in events if window.start <= event.time < window.end]
    if len(times) < 2:
        raise NoEvidence(translate("The power was not cut."))
    require_valid(between(power_cuts, window.start, window.end))
    back, boot = times[-1], plan.profile.power.boot_within
    if evidence.first_success(back, window.end) is None and window.end - back < boot:
        raise NoEvidence(
            translate(
                "No response within {time}, but the profile grants {boot} to start. Use a smaller "
                "scale.",
                time=Seconds(window.end - back, 0),
                boot=Seconds(boot, 0),
            )
        )
    tried = [attempt for attempt in attempts if back <= attempt.intended < window.end]
    return _alone(plan, evidence, window, tried, share=0.0)


def _window(plan: Plan, name: str, confirmed: frozenset[str]) -> Window:
    window = plan.window(name)
    if window is None and plan.left_out:
        raise NoEvidence(translate("The allowed time was too short for this test."))
    if window is None:
        raise NoEvidence(translate("No third party has a proxy."))
    for dependency, settings in plan.profile.dependencies.items():
        if settings.set not in OWN_SETS and f"dependency-{dependency}" not in confirmed:
            raise NoEvidence(translate("{dependency} was not cut.", dependency=dependency))
    return window


def _alone(
    plan: Plan, evidence: Evidence, window: Window, attempts: Iterable[Attempt], share: float
) -> Alone:
    tried: dict[str, list[bool]] = {}
    for attempt in attempts:
        tried.setdefault(attempt.journey, []).append(ending(attempt, window) == "succeeded")
    missing = [name for name in plan.profile.critical() if name not in tried]
    if missing:
        names = ", ".join(missing)
        raise NoEvidence(translate("No user tried {journeys}.", journeys=names))
    pages = [
        page.record.served
        for page in evidence.observations(InformationObservation)
        if page.record.window == window.name
    ]
    served = [name for name, done in tried.items() if any(done) and sum(done) >= share * len(done)]
    return Alone(tuple(tried), tuple(served), bool(pages) and all(pages))
