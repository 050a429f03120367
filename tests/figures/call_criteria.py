"""Calls to silent dependencies, recomputed."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.figures.criteria import Values
from tests.figures.explained import without_written, written_texts
from tests.figures.journeys import FEWEST, planned_rate, sent, wilson
from tests.figures.page import CUT_OFF, Place, near, numbers
from tests.figures.run import Json, Run, Window

LARGEST = re.compile(r"^The largest increase is on (.*): [\d,.]+ connections per minute")
COMFORT = {"MAP", "CDN", "CONF"}
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

    @property
    def per_minute(self) -> float:
        """Connections per minute while it was silent."""
        return 60 * self.silent / self.silent_lasted

    @property
    def usual_per_minute(self) -> float:
        """Normal connections per minute, at the load of the silence."""
        return 60 * self.normal / self.normal_lasted

    @property
    def ratio(self) -> float:
        """Silent by normal, each for one journey of all."""
        own = (1 + self.normal_own) / (1 + self.silent_own)
        return self.per_minute / self.usual_per_minute * own

    def unproven(self, *, is_few: bool) -> Values:
        """Return the numbers of the sentence about a ratio that is not proven, in its order."""
        if not is_few:
            return [self.silent, self.normal, *self.bounds()]
        enough = next(n for n in range(1, 1001) if self.is_narrow(n))
        needed, time = enough * self.normal, enough * self.normal_lasted
        return [self.silent, self.normal, needed, time, self.normal_lasted]

    def is_narrow(self, times: int = 1) -> bool:
        """Return whether 20 points at most are between the marks of the interval."""
        low, high = (100 * min(max((2 - end) / 1.8, 0), 1) for end in self.bounds(times))
        return low - high <= 20


def call_mistakes(run: Run, page: dict[Place, str]) -> Iterator[str]:
    """Yield each sentence of DEG-9 whose numbers are not those of the dependency that it names."""
    text = page.get(Place("criteria", "DEG-9", "Observation"), "")
    summary = page.get(Place("criteria", "DEG-9", "summary"), "")
    pairs = pairs_by_title(run)
    largest = LARGEST.search(text)
    if largest:
        yield from _scored(run, text, summary, largest[1])
        return
    titles = "|".join(map(re.escape, [*pairs, "(?!)"]))
    before, *parts = re.split(rf"(?:^|(?<= ))({titles}): ", text)
    allowed = [str(FEWEST)] if before.startswith("No dependency has") else []
    if numbers(without_written(before, written_texts(run))) != allowed:
        yield f"DEG-9: {before!r}"
    for title, words in batched(parts):
        shown = numbers(CUT_OFF.sub(" ", words))
        expected = pairs[title].unproven(is_few="too few" in words) if shown else []
        complete = len(shown) == len(expected) or CUT_OFF.search(words)
        if not complete or not all(map(near, shown, expected)):
            yield f"DEG-9, {title}: {shown} is not {expected}"


def batched(parts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts two by two."""
    return zip(parts[::2], parts[1::2], strict=True)


def _scored(run: Run, text: str, summary: str, title: str) -> Iterator[str]:
    """Yield what differs from the largest increase that is proven."""
    pairs = pairs_by_title(run)
    left_out = text.partition("Not compared")[2]
    compared = {name for name in pairs if name not in left_out} - comfort_titles(run) | {title}
    worst = max(compared, key=lambda name: pairs[name].ratio)
    pair = pairs[title]
    low, high = pair.bounds()
    if pairs[worst].ratio - pair.ratio > 1e-9:
        yield f"DEG-9: the largest increase is on {worst}, not on {title}"
    expected = [pair.per_minute, pair.usual_per_minute, 90, low, high]
    shown = numbers(text.replace(title, "").partition("Not compared")[0])
    if len(shown) != len(expected) or not all(map(near, shown, expected)):
        yield f"DEG-9, {title}: {shown} is not {expected}"
    if not near(numbers(summary)[0], pair.ratio):
        yield f"DEG-9: {summary!r} is not {pair.ratio}"


def pairs_by_title(run: Run) -> dict[str, Pair]:
    """Return the connections to each dependency, by its English title."""
    pairs = {run.title(name): [*_cell(run, name), *_stages(run, name)] for name in run.dependencies}
    return {title: _together(inner) for title, inner in pairs.items() if inner}


def comfort_titles(run: Run) -> set[str]:
    """Return the titles of the dependencies of comfort, which are not compared."""
    return {run.title(name) for name, one in run.dependencies.items() if one["set"] in COMFORT}


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
