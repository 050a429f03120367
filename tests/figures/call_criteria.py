"""Calls to silent dependencies, recomputed."""

import math
from collections import Counter
from dataclasses import dataclass

from tests.figures.criteria import RECOMPUTED, Values
from tests.figures.journeys import FEWEST, planned_rate, sent, wilson
from tests.figures.run import Json, Run, Window

EXCLUSIVE = {"error_response", "power_loss", "refused", "silent"}


@dataclass(frozen=True)
class Pair:
    """Connections while a dependency was silent and normally, in seconds of the silent load."""

    silent: int
    silent_lasted: float
    normal: int
    normal_lasted: float
    silent_own: float
    normal_own: float

    @property
    def expected(self) -> float:
        """Normal connections in the time of the silence."""
        return self.normal / self.normal_lasted * self.silent_lasted

    def bounds(self, times: int = 1) -> tuple[float, float]:
        """Return the 90 % interval of the ratio, with `times` as many connections."""
        low, high = wilson(times * self.silent, times * (self.silent + self.normal))
        scale = self.normal_lasted / self.silent_lasted
        ends = [math.inf if share >= 1 else share / (1 - share) * scale for share in (low, high)]
        return ends[0] / (1 + self.silent_own), ends[1] * (1 + self.normal_own)

    def is_narrow(self, times: int = 1) -> bool:
        """Return whether 20 points at most are between the marks of the interval."""
        low, high = (100 * min(max((2 - end) / 1.8, 0), 1) for end in self.bounds(times))
        return low - high <= 20


def deg_9(run: Run) -> Values:
    """Connections to each dependency while it was silent, and normally."""
    values: Values = [FEWEST]
    declared = run.plan["profile"]["dependencies"]
    for name in declared if declared != "none" else ():
        pairs = [*_cell(run, name), *_stages(run, name)]
        if pairs:
            values += _numbers(_together(pairs))
    return values


def _numbers(pair: Pair) -> Values:
    ratio = pair.silent / pair.expected * (1 + pair.normal_own) / (1 + pair.silent_own)
    silent = 60 * pair.silent / pair.silent_lasted
    normal = 60 * pair.normal / pair.normal_lasted
    values = [pair.silent, pair.normal, silent, normal, ratio, *pair.bounds(), 90]
    enough = next((n for n in range(1, 1001) if pair.is_narrow(n)), 0)
    return [*values, enough * pair.normal, enough * pair.normal_lasted, pair.normal_lasted]


def _together(pairs: list[Pair]) -> Pair:
    lasted, normal = sum(one.silent_lasted for one in pairs), sum(one.normal for one in pairs)
    expected = sum(one.expected for one in pairs)
    return Pair(
        sum(one.silent for one in pairs), lasted, normal, normal * lasted / expected,
        sum(one.silent_own * one.expected for one in pairs) / expected,
        sum(one.normal_own * one.normal for one in pairs) / normal,
    )  # fmt: skip


def _opened(run: Run, window: str, name: str) -> int | None:
    """Return the connections between both readings of a window, None without two."""
    link = f"dependency-{name}"
    read = [one["opened"] for _, subject, one in run.observations("traffic") if subject == window]
    return read[-1].get(link, 0) - read[0].get(link, 0) if len(read) > 1 else None


def _cell(run: Run, name: str) -> list[Pair]:
    windows = {one.name: one for one in run.windows}
    silent, usual = windows.get(f"{name}:silent"), windows.get("control:normal")
    return _pair(run, name, silent, usual, 1.0) if silent and usual else []


def _stages(run: Run, name: str) -> list[Pair]:
    """Return the stages in which a dependency was silent, each with the first one without fault."""
    stages = [
        one for one in run.plan["crisis"]["stages"]
        if _opened(run, one["id"], name) is not None
        and all(fault["kind"] in EXCLUSIVE for fault in one["faults"])
    ]  # fmt: skip
    calm = [one for one in stages if not one["faults"] and one["phase"] == "during"]
    if not calm:
        return []
    usual = run.window(calm[0]["id"])
    users = sent(run, usual.start, usual.closes)
    if sum(one.done for one in users) < 0.95 * max(len(users), 1):
        return []
    found: list[Pair] = []
    kind = run.plan["profile"]["dependencies"][name]["set"]
    for stage in (one for one in stages if _is_silent(one, kind)):
        window = run.window(stage["id"])
        rates = [planned_rate(run, one.name, one.start, one.closes) for one in (window, usual)]
        found += _pair(run, name, window, usual, rates[0] / rates[1])
    return found


def _is_silent(stage: Json, kind: str) -> bool:
    return any(one["kind"] == "silent" and kind in one["sets"] for one in stage["faults"])


def _pair(run: Run, name: str, silent: Window, usual: Window, load: float) -> list[Pair]:
    made, normal = _opened(run, silent.name, name), _opened(run, usual.name, name)
    if made is None or normal is None or normal < FEWEST:
        return []
    return [
        Pair(
            made, silent.closes - silent.start, normal, (usual.closes - usual.start) / load,
            _own(run, silent), _own(run, usual),
        )
    ]  # fmt: skip


def _own(run: Run, window: Window) -> float:
    """Return the journeys of probes for one of the users, and the reloads of a user."""
    users = {one.arrival: one.journey for one in sent(run, window.start, window.closes)}
    began = Counter(users.values())
    fewest = min((began[name] for name in run.critical), default=0)
    probes = sum(one["sends"] for one in run.plan["probes"] if one["about"] == window.name)
    again = run.rows(
        "SELECT arrival FROM request WHERE intended >= ? AND intended < ? AND attempt > 0",
        window.start, window.end,
    )  # fmt: skip
    reloads = sum(arrival in users for (arrival,) in again)
    return probes / max(fewest, 1) + reloads / max(len(users), 1)


RECOMPUTED |= {"DEG-9": deg_9}
