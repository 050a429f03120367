"""Connections to a silent dependency against its normal rate, as its proxy counts them."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from epreuve.audits.checks.facts.attempts import WAITED, ending, judged
from epreuve.audits.checks.facts.declared_dependencies import require_dependencies
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.undeclared import Undeclared, require_declared
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval, wilson
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import CONTROL_CELL, Plan, Window
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.model import COMFORT_SETS
from epreuve.probes.evidence.observation import Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

SERVED = 0.95  # share of journeys under which a stage has no normal rate of calls [A]
FEWEST_CALLS = 4  # normal connections: a ratio to fewer is not used


@record_kind("traffic")
class TrafficObservation(Record):
    """Connections that each proxy accepted since the run's start; the subject is a window."""

    opened: dict[str, int]
    """Connections, by name of the proxy."""
    sign_ins: dict[str, int] = {}
    """Requests that sign a user in at an identity provider, by name of the proxy, where any."""


@dataclass(frozen=True)
class Count:
    """Connections opened by the journeys that began in a window, by proxy.

    `lasted`: the seconds in which these journeys began. The second reading comes after the pause
    for open journeys: a call that comes late in a slow journey counts.
    """

    opened: dict[str, int]
    lasted: float


@dataclass(frozen=True)
class Calls:
    """Connections to one dependency while it was silent and normally, each in some seconds.

    `load` is the load of the silent window divided by that of the normal one. `is_hanging`: most
    journeys of the silent window waited without a response, so that few could call the dependency.
    `silent_own`, `normal_own`: journeys of the tool's probes, and reloads of users, for one of the
    users in that window. Their connections are counted too, and their number is unknown.
    """

    dependency: str
    silent_count: int
    silent_lasted: float
    normal_count: int
    normal_lasted: float
    load: float = 1.0
    is_hanging: bool = False
    silent_own: float = 0.0
    normal_own: float = 0.0

    @property
    def silent(self) -> float:
        """Connections per minute while it was silent."""
        return self.silent_count / self.silent_lasted * 60

    @property
    def normal(self) -> float:
        """Connections per minute normally, at the load of the silent window."""
        return self.normal_count / self.normal_lasted * 60 * self.load

    @property
    def ratio(self) -> float:
        """Silent ÷ normal, each for one journey: those of the probes and reloads count."""
        own = (1 + self.normal_own) / (1 + self.silent_own)
        return self.silent / self.normal * own

    @property
    def interval(self) -> Interval:
        """90 % interval of the ratio of two Poisson counts.

        Of all connections, those while silent are a binomial share (Przyborowski, Wilenski, 1940)
        [G]. Probes and reloads made none of the connections, or as many as users did at first.
        """
        low, high = wilson(self.silent_count, self.silent_count + self.normal_count)
        scale = self.normal_lasted * self.load / self.silent_lasted
        least, most = 1 / (1 + self.silent_own), 1 + self.normal_own
        return Interval(_odds(low) * scale * least, _odds(high) * scale * most)


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)


@fact
def traffic(plan: Plan, evidence: Evidence) -> dict[str, Count]:
    """Connections by window, from the two readings of the proxies."""
    readings: dict[str, list[tuple[float, dict[str, int]]]] = {}
    for one in evidence.observations(TrafficObservation):
        readings.setdefault(one.subject, []).append((one.time, one.record.opened))
    counts = {
        name: Count(
            {k: v - series[0][1].get(k, 0) for k, v in series[-1][1].items()},
            window.closes - window.start,
        )
        for name, series in readings.items()
        if len(series) > 1 and (window := plan.window(name)) is not None
    }
    if not readings:
        raise NoEvidence(
            translate("This Toxiproxy server does not count connections; the embedded one does.")
        )
    return counts


@fact
def calls(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], traffic: dict[str, Count],
    contradicted_comfort: frozenset[str], undeclared: Undeclared,
) -> tuple[Calls, ...]:  # fmt: skip
    """Calls to each dependency: silent cell against control cell, and between stages, together.

    Those of comfort are left out, unless a journey needs them.
    """
    by_dependency: dict[str, list[Calls]] = {}
    named = {
        name
        for name, dependency in plan.profile.dependencies.items()
        if dependency.set not in COMFORT_SETS or name in contradicted_comfort
    }
    found = (*_cells(plan, traffic), *_stages(plan, traffic, attempts))
    for one, window, usual in (row for row in found if row[0].dependency in named):
        compared = replace(
            one, is_hanging=_hangs(attempts, window),
            silent_own=_own(plan, evidence, attempts, window),
            normal_own=_own(plan, evidence, attempts, usual),
        )  # fmt: skip
        by_dependency.setdefault(one.dependency, []).append(compared)
    require_dependencies(plan, ())
    require_declared(undeclared.called)
    if not by_dependency:
        raise NoEvidence(
            translate(
                "No dependency has {least} connections in normal operation.", least=FEWEST_CALLS
            )
        )
    return tuple(pooled(comparisons) for comparisons in by_dependency.values())


def pooled(comparisons: Sequence[Calls]) -> Calls:
    """Return the comparisons of one dependency as one, with the connections of all of them."""
    lasted = sum(one.silent_lasted for one in comparisons)
    expected = sum(one.normal / 60 * one.silent_lasted for one in comparisons)
    normal = sum(one.normal_count for one in comparisons)
    silent_own = sum(one.silent_own * one.normal / 60 * one.silent_lasted for one in comparisons)
    return Calls(
        dependency=comparisons[0].dependency,
        silent_count=sum(one.silent_count for one in comparisons),
        silent_lasted=lasted,
        normal_count=normal,
        normal_lasted=normal * lasted / expected,  # at the load of the silent windows
        is_hanging=any(one.is_hanging for one in comparisons),
        silent_own=silent_own / expected,
        normal_own=sum(one.normal_own * one.normal_count for one in comparisons) / normal,
    )


def _hangs(attempts: list[Attempt], window: Window) -> bool:
    """Return whether most journeys of a window waited until their patience or it ended."""
    began = judged(attempts, window)
    waiting = sum(one.outcome in WAITED or ending(one, window) == "cut off" for one in began)
    return not began or waiting > len(began) / 2


def _cells(plan: Plan, traffic: dict[str, Count]) -> Iterator[tuple[Calls, Window, Window]]:
    """Yield the comparisons of cells, with the silent window and the normal one."""
    control = plan.window(CONTROL_CELL)
    for name in plan.profile.dependencies:
        window = plan.window(f"{name}:silent")
        silent, normal = traffic.get(f"{name}:silent"), traffic.get(CONTROL_CELL)
        if window is None or control is None or silent is None or normal is None:
            continue
        for calls in _compare(name, silent, normal, 1.0):
            yield calls, window, control


def _own(plan: Plan, evidence: Evidence, attempts: list[Attempt], window: Window) -> float:
    """Return the journeys of the probes for one of the users, and the reloads of a user.

    The probes are those for one user of the journey with fewest users.
    """
    users = {one.arrival: one.journey for one in judged(attempts, window)}
    began = Counter(users.values())
    fewest = min((began[journey] for journey in plan.profile.critical()), default=0)
    probes = sum(one.sends for one in plan.probes if one.about == window.name)
    requests = evidence.requests(window.start, window.end)
    reloads = sum(one.attempt > 0 and one.arrival in users for one in requests)
    return probes / max(fewest, 1) + reloads / max(len(users), 1)


def _stages(
    plan: Plan, traffic: dict[str, Count], attempts: list[Attempt]
) -> Iterator[tuple[Calls, Window, Window]]:
    """Compare stages in which a set is silent with the surge, at equal load.

    A surge of which the service rejects a part has no normal rate: a rejected journey
    calls no dependency.
    """
    stages = [
        stage
        for stage in plan.crisis.stages
        if stage.id in traffic and all(entry.fault.exclusive for entry in stage.faults)
    ]
    normal = next((stage for stage in stages if not stage.faults and stage.phase == "during"), None)
    if normal is None:
        return
    for stage in stages:
        usual, window = plan.window(normal.id), plan.window(stage.id)
        silent = stage.sets_with("silent")
        if not silent or usual is None or window is None or not _is_served(attempts, usual):
            continue
        load = _rate(plan, window) / _rate(plan, usual)
        for name, dependency in plan.profile.dependencies.items():
            if dependency.set in silent:
                for calls in _compare(name, traffic[stage.id], traffic[normal.id], load):
                    yield calls, window, usual


def _is_served(attempts: list[Attempt], window: Window) -> bool:
    began = judged(attempts, window)
    return sum(one.outcome == "success" for one in began) >= SERVED * max(len(began), 1)


def _compare(name: str, silent: Count, normal: Count, load: float) -> Iterator[Calls]:
    link = dependency_link(name)
    usual = normal.opened.get(link, 0)
    if usual >= FEWEST_CALLS:
        made = silent.opened.get(link, 0)
        yield Calls(name, made, silent.lasted, usual, normal.lasted, load)


def _rate(plan: Plan, window: Window) -> float:
    load = next(load for load in plan.loads if load.name == window.name)
    return load.expected(window.start, window.closes) / (window.closes - window.start)
