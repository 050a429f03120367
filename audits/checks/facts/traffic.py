"""Connections to a silent dependency against its normal rate, as its proxy counts them."""

from collections.abc import Iterator
from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence, NotApplicable
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import CONTROL_CELL, Plan, Window
from epreuve.audits.profile.model import COMFORT_SETS
from epreuve.probes.evidence.observation import Record, record_kind
from epreuve.probes.evidence.reader import Evidence

FEWEST_CALLS = 4  # normal connections: a ratio to fewer is not used


@record_kind("traffic")
class TrafficObservation(Record):
    """Connections that each proxy accepted since the run's start; the subject is a window."""

    opened: dict[str, int]
    """Connections, by name of the proxy."""


@dataclass(frozen=True)
class Count:
    """Connections opened in a window, by proxy, and seconds between the two readings."""

    opened: dict[str, int]
    lasted: float


@dataclass(frozen=True)
class Calls:
    """Connections per minute to one dependency, while it was silent and normally."""

    dependency: str
    silent: float
    normal: float

    @property
    def ratio(self) -> float:
        """Return silent ÷ normal."""
        return self.silent / self.normal


@fact
def traffic(evidence: Evidence) -> dict[str, Count]:
    """Connections by window, from the two readings of the proxies."""
    readings: dict[str, list[tuple[float, dict[str, int]]]] = {}
    for observation in evidence.observations(TrafficObservation):
        readings.setdefault(observation.subject, []).append(
            (observation.time, observation.record.opened)
        )
    counts = {
        name: Count({k: v - series[0][1].get(k, 0) for k, v in series[-1][1].items()}, lasted)
        for name, series in readings.items()
        if (lasted := series[-1][0] - series[0][0]) > 0
    }
    if not counts:
        raise NoEvidence(
            translate("This Toxiproxy server does not count connections; the embedded one does.")
        )
    return counts


@fact
def calls(plan: Plan, traffic: dict[str, Count]) -> tuple[Calls, ...]:
    """Each dependency in its silent cell against the control cell, and between stages."""
    comparisons = [*_cells(plan, traffic), *_stages(plan, traffic)]
    if not plan.profile.dependencies and plan.profile.declares_dependencies:
        raise NotApplicable(translate("The service depends on nothing, by its profile."))
    if not comparisons:
        raise NoEvidence(translate("No dependency has enough connections in normal operation."))
    return tuple(comparisons)


def _cells(plan: Plan, traffic: dict[str, Count]) -> Iterator[Calls]:
    for name, dependency in plan.profile.dependencies.items():
        silent, normal = traffic.get(f"{name}:silent"), traffic.get(CONTROL_CELL)
        if dependency.set not in COMFORT_SETS and silent is not None and normal is not None:
            yield from _compare(name, silent, normal, 1.0)


def _stages(plan: Plan, traffic: dict[str, Count]) -> Iterator[Calls]:
    """Compare stages in which a set is silent with the surge, at equal load."""
    stages = [
        stage
        for stage in plan.crisis.stages
        if stage.id in traffic and all(entry.fault.exclusive for entry in stage.faults)
    ]
    normal = next((stage for stage in stages if not stage.faults and stage.phase == "during"), None)
    if normal is None:
        return
    for stage in stages:
        windows = plan.window(normal.id), plan.window(stage.id)
        silent = stage.sets_with("silent")
        if not silent or windows[0] is None or windows[1] is None:
            continue
        load = _rate(plan, windows[1]) / _rate(plan, windows[0])
        for name, dependency in plan.profile.dependencies.items():
            if dependency.set in silent and dependency.set not in COMFORT_SETS:
                yield from _compare(name, traffic[stage.id], traffic[normal.id], load)


def _compare(name: str, silent: Count, normal: Count, load: float) -> Iterator[Calls]:
    link = f"dependency-{name}"
    usual = normal.opened.get(link, 0)
    if usual >= FEWEST_CALLS:
        rate = usual / normal.lasted * 60 * load
        yield Calls(name, silent.opened.get(link, 0) / silent.lasted * 60, rate)


def _rate(plan: Plan, window: Window) -> float:
    load = next(load for load in plan.loads if load.name == window.name)
    return load.expected(window.start, window.closes) / (window.closes - window.start)
