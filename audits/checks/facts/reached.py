"""Dependencies that the service reached: in calm, and while a fault was in force on their link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.past_proxies import past_proxy_sentence
from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import CONTROL_CELL, Plan, Window
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.model import COMFORT_SETS, OWN_SETS
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text, join


@dataclass(frozen=True)
class FaultPeriod:
    """A confirmed fault on one link; times in seconds of the run.

    `reached` is whether anything passed the proxy meanwhile, None where nothing counted it.
    """

    kind: str
    start: float
    end: float
    reached: bool | None


@fact
def fault_periods(evidence: Evidence) -> dict[str, tuple[FaultPeriod, ...]]:
    """Confirmed faults that have ended, by link, in order of time."""
    begun: dict[str, Observation[FaultBegin]] = {}
    periods: dict[str, tuple[FaultPeriod, ...]] = {}
    for event in evidence.observations(FaultBegin, FaultHeal):
        match event.record:
            case FaultBegin(confirmed=confirmed) if confirmed is not None:
                begun[event.subject] = Observation(event.time, event.subject, event.record)
            case FaultHeal() as healed if event.subject in begun:
                start = begun.pop(event.subject)
                period = FaultPeriod(
                    start.record.fault.kind, start.time, event.time, _reached(healed)
                )
                periods[event.subject] = (*periods.get(event.subject, ()), period)
    return periods


def _reached(healed: FaultHeal) -> bool | None:
    """Return whether clients used a link: a kept connection counts by the bytes sent on it."""
    traffic = healed.server or healed.kernel
    return None if traffic is None else traffic.opened > 0 or traffic.bytes_from_clients > 0


@fact
def unused(plan: Plan, evidence: Evidence) -> frozenset[str]:
    """Dependencies without a single connection before the matrix, and in its control cell."""
    first: Mapping[str, int] | None = None
    control: list[Mapping[str, int]] = []
    for reading in evidence.observations(TrafficObservation):
        first = reading.record.opened if first is None else first
        if reading.subject == CONTROL_CELL:
            control.append(reading.record.opened)
    if first is None or len(control) < 2:
        return frozenset()
    return frozenset(
        name
        for name in plan.profile.dependencies
        if not first.get(link := dependency_link(name), 0)
        and control[-1].get(link, 0) == control[0].get(link, 0)
    )


@fact
def uncontacted(
    plan: Plan, evidence: Evidence, fault_periods: dict[str, tuple[FaultPeriod, ...]]
) -> dict[str, Text]:
    """Reason by dependency whose proxy had no connection in the whole run, start included.

    Nothing can be concluded from a fault on such a proxy. Empty where nothing counts connections.
    """
    readings = [one.record.opened for one in evidence.observations(TrafficObservation)]
    reasons = {}
    for name, dependency in plan.profile.dependencies.items():
        link = dependency_link(name)
        if (
            any(link in opened for opened in readings)
            and not any(opened.get(link, 0) for opened in readings)
            and not any(period.reached for period in fault_periods.get(link, ()))
        ):
            reasons[name] = translate(
                "{dependency} was never contacted through its proxy: either the service does not "
                "use it, or it does not go through `listen` ({listen}).",
                dependency=name,
                listen=dependency.listen,
            )
    return reasons


@fact
def unproven(
    plan: Plan, uncontacted: dict[str, Text], past_proxies: dict[str, str]
) -> dict[str, Text]:
    """Reason by dependency whose failure may do more than the run can show.

    The service may call it past its proxy. Comfort dependencies are not among them: pages load
    them, and their loads show each host. Third parties that were seen there count as failed.
    """
    dependencies = plan.profile.dependencies
    never = {
        name: reason
        for name, reason in uncontacted.items()
        if dependencies[name].set not in COMFORT_SETS
    }
    own = {
        name: past_proxy_sentence(name, address)
        for name, address in past_proxies.items()
        if dependencies[name].set in OWN_SETS
    }
    return {**own, **never}


@fact
def unproven_third_parties(plan: Plan, unproven: dict[str, Text]) -> dict[str, Text]:
    """Unproven dependencies that the operator does not run itself, with the reasons."""
    dependencies = plan.profile.dependencies
    return {name: why for name, why in unproven.items() if dependencies[name].set not in OWN_SETS}


@fact
def unused_third_parties(
    plan: Plan, unused: frozenset[str], uncontacted: dict[str, Text]
) -> tuple[str, ...]:
    """Third parties without a connection in calm."""
    return tuple(
        name
        for name, dependency in plan.profile.dependencies.items()
        if dependency.set not in OWN_SETS and (name in unused or name in uncontacted)
    )


def require_contacted(unproven: Mapping[str, Text], points: float = 100.0) -> None:
    """Raise NoEvidence where a mark above 0 needs dependencies that were never contacted."""
    if unproven and points > 0:
        raise NoEvidence(
            join(unproven.values()),
            translate(
                "Let the service call each dependency at `listen`. Remove from `dependencies` what "
                "it does not use."
            ),
        )


def reached_in(periods: Iterable[FaultPeriod], window: Window) -> bool | None:
    """Return whether the service used a link during its fault in a window; None if unknown."""
    inside = (one for one in periods if one.start < window.closes and window.start < one.end)
    period = next(inside, None)
    return None if period is None else period.reached
