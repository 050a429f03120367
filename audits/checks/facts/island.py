"""The service with every third party silent, and its start in that state."""

from epreuve.audits.checks.facts.alone import Alone, Controls, alone
from epreuve.audits.checks.facts.attempts import Tries, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.matrix import FEWEST_IN_CELL
from epreuve.audits.checks.facts.power_cuts import ActualCut, between, never_stopped, require_valid
from epreuve.audits.checks.facts.reached import FaultPeriod, reached_in
from epreuve.audits.checks.facts.silent_cells import (
    has_third_parties,
    require_no_third_party,
    require_own,
)
from epreuve.audits.checks.facts.undeclared import Undeclared, require_declared
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan, Window
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.model import OWN_SETS
from epreuve.audits.runs.records.power import POWER_EVENTS
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Seconds


@fact
def island_controls(
    plan: Plan, control_cell: dict[str, Tries],
    fault_periods: dict[str, tuple[FaultPeriod, ...]], uncontacted: dict[str, Text],
) -> Controls:  # fmt: skip
    """Controls of the island and of the cold start, which one fault on each link covers.

    Raises NoEvidence where no third party was contacted in the whole run.
    """
    window = plan.window(ISLAND_CELL)
    if window is None:
        return Controls(control_cell, None)
    names = [
        name
        for name, dependency in plan.profile.dependencies.items()
        if dependency.set not in OWN_SETS
    ]
    if names and uncontacted.keys() >= set(names):
        raise NoEvidence(join(uncontacted[name] for name in names))
    periods = [fault_periods.get(dependency_link(name), ()) for name in names]
    calls = [reached_in(one, window) for one in periods]
    heals = [one.end for link in periods for one in link if one.end > window.start]
    called = None if None in calls else any(calls)
    return Controls(control_cell, called, min(heals, default=None))


@fact
def island(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], confirmed_links: frozenset[str],
    unrecovered: dict[str, Text], island_controls: Controls, undeclared: Undeclared,
    contradicted_own: tuple[str, ...],
) -> Alone:  # fmt: skip
    """Journeys served with third parties silent: half of the tries of each succeed.

    For a profile without third parties, the baselines show it.
    """
    require_declared(undeclared.hosts)
    require_own(contradicted_own)
    if not has_third_parties(plan):
        require_no_third_party(plan, evidence, undeclared)
        return _in_calm(plan, attempts)
    window = _window(plan, ISLAND_CELL, confirmed_links)
    if window.name in unrecovered:
        raise NoEvidence(unrecovered[window.name])
    tried = judged(attempts, window)
    return alone(plan, evidence, window, tried, 0.5, island_controls)


def _in_calm(plan: Plan, attempts: list[Attempt]) -> Alone:
    baselines = [window for window in plan.windows if window.kind == "baseline"]
    for journey in plan.profile.critical():
        began = [one for window in baselines for one in judged(attempts, window)]
        done = [one.outcome == "success" for one in began if one.journey == journey]
        if len(done) < FEWEST_IN_CELL or sum(done) < len(done) / 2:
            raise NoEvidence(
                translate(
                    "{journey}: without any fault, {done} of {tried} succeeded in the baselines.",
                    journey=journey,
                    done=sum(done),
                    tried=len(done),
                )
            )
    journeys = tuple(plan.profile.critical())
    return Alone(journeys, journeys, information=None)


@fact
def cold_start(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], confirmed_links: frozenset[str],
    power_cuts: tuple[ActualCut, ...], keeps_power: bool, island_controls: Controls,
    undeclared: Undeclared, contradicted_own: tuple[str, ...],
) -> Alone:  # fmt: skip
    """Journeys served after a start without third parties: one try of each succeeds.

    For a profile without third parties, the starts after the power cuts of the crisis show it.
    Raises NoEvidence where the service kept its power.
    """
    if keeps_power:
        raise never_stopped()
    require_declared(undeclared.hosts)
    require_own(contradicted_own)
    if not has_third_parties(plan):
        require_no_third_party(plan, evidence, undeclared)
        return _started_in_the_crisis(plan, attempts, power_cuts)
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
    tried = [attempt for attempt in judged(attempts, window) if attempt.intended >= back]
    return alone(plan, evidence, window, tried, 0.0, island_controls)


def _started_in_the_crisis(
    plan: Plan, attempts: list[Attempt], power_cuts: tuple[ActualCut, ...]
) -> Alone:
    cuts = [cut for cut in power_cuts if cut.void is None and cut.end is not None]
    if not cuts:
        raise NoEvidence(translate("The power was not cut."))
    back = cuts[-1].end or 0.0
    done = {one.journey for one in attempts if one.intended >= back and one.outcome == "success"}
    journeys = tuple(plan.profile.critical())
    if not done.issuperset(journeys):
        raise NoEvidence(
            translate("Not every journey succeeded after the last power cut: see REC-1 and REC-2.")
        )
    return Alone(journeys, journeys, information=None)


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
