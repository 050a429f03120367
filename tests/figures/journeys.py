"""Critical journeys of a part of a run, as the sentences of several criteria count them."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from tests.figures.run import Z90, Counts, Json, Run, Window

SENT = """
SELECT arrival, journey, cohort, intended, ended, outcome FROM attempt
WHERE intended >= ? AND intended < ? AND outcome NOT IN ('no link', 'dropped', 'error')
ORDER BY intended"""
FEWEST = 4  # journeys of a share
Levels = dict[str, tuple[int, int]]
"""Journeys and successes without a fault, by cohort."""


@dataclass(frozen=True)
class Journey:
    """One journey that was sent."""

    arrival: int
    journey: str
    cohort: str
    intended: float
    ended: float
    outcome: str

    @property
    def done(self) -> bool:
        """Whether it succeeded."""
        return self.outcome == "success"


def played(run: Run, phase: str) -> list[Json]:
    """Return the stages of a phase that have a window."""
    names = {one.name for one in run.windows}
    stages: list[Json] = run.plan["crisis"]["stages"]
    return [one for one in stages if one["phase"] == phase and one["id"] in names]


def sent(run: Run, start: float, closes: float) -> list[Journey]:
    """Return the critical journeys that began in an interval."""
    every = (Journey(*row) for row in run.rows(SENT, start, closes))
    return [one for one in every if one.journey in run.critical]


def counted(journeys: Iterable[Journey], end: float) -> Counts:
    """Return the counts of journeys; a failure after the end was cut off."""
    rows = list(journeys)
    done = sum(one.done for one in rows)
    cut_off = sum(not one.done and one.ended > end for one in rows)
    return Counts(len(rows) - cut_off, done, cut_off)


def many_cut_off(counts: Counts) -> bool:
    """Return whether more than a tenth was cut off."""
    return counts.cut_off > 0.1 * (counts.tried + counts.cut_off)


def extremes(counts: Counts) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return successes and tries, with many that were cut off as failed, and as successful."""
    if not many_cut_off(counts):
        return (counts.succeeded, counts.tried), (counts.succeeded, counts.tried)
    begun = counts.tried + counts.cut_off
    return (counts.succeeded, begun), (counts.succeeded + counts.cut_off, begun)


def wilson(done: int, tried: int, z: float = Z90) -> tuple[float, float]:
    """Return the roots of (share − p)² = z² p (1 − p) / tried: the interval of Wilson."""
    a, b, c = tried + z * z, -(2 * done + z * z), done * done / tried
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    return max((-b - root) / (2 * a), 0.0), min((-b + root) / (2 * a), 1.0)


def planned_rate(run: Run, name: str, start: float, end: float) -> float:
    """Return the mean rate of a load of the plan: the trapezoids between its points."""
    load = next(one for one in run.plan["loads"] if one["name"] == name)
    points = [(run.moved(at), rate) for at, rate in load["points"]]
    total = 0.0
    for (left, low), (right, high) in itertools.pairwise(points):
        a, b = max(left, start), min(right, end)
        if a < b:
            at_a, at_b = (low + (high - low) * (x - left) / (right - left) for x in (a, b))
            total += (b - a) * (at_a + at_b) / 2
    return total / (end - start)


def late_numbers(run: Run, window: Window, users: list[Journey]) -> list[float]:
    """Return how many users succeeded long after a load, of how many, and its length."""
    longest: dict[str, float] = {}
    for one in run.plan["calibration"]["journeys"]:
        longest[one["cohort"]] = max(longest.get(one["cohort"], 0.0), one["seconds"])
    late = sum(
        one.done and one.ended > window.closes + 2 * longest.get(one.cohort, 0.0) + 2
        for one in users
    )
    return [late, len(users), window.closes - window.start] if late > 0.1 * len(users) else []


def levels_in(run: Run, spans: Iterable[tuple[float, float, float]]) -> Levels:
    """Return the level of each cohort in windows of (start, closes, end)."""
    found: dict[str, list[int]] = {}
    for start, closes, end in spans:
        for one in sent(run, start, closes):
            if one.done or one.ended <= end:
                level = found.setdefault(one.cohort, [0, 0])
                level[0], level[1] = level[0] + 1, level[1] + one.done
    return {name: (n, done) for name, (n, done) in found.items() if n >= FEWEST and done}


def levels(run: Run) -> Levels:
    """Return the level of each cohort without a fault."""
    calm = levels_in(run, [_span(run, one.name) for one in run.windows if one.kind == "baseline"])
    clean = [
        _span(run, one["id"]) for one in played(run, "during")
        if not one["faults"] and not one["cuts"]
        and not _overloaded(run, one, calm)
    ]  # fmt: skip
    return levels_in(run, clean) | calm


def _span(run: Run, name: str) -> tuple[float, float, float]:
    window = run.window(name)
    return window.start, window.closes, window.end


def _overloaded(run: Run, stage: Json, calm: Levels) -> bool:
    """Return whether users on the clean link succeed less than in calm (exact test, 5 %)."""
    start, closes, end = _span(run, stage["id"])
    control = [one for one in sent(run, start, closes) if one.cohort == "control"]
    counts = counted(control, end)
    n, good = counts.tried, counts.succeeded
    if "control" not in calm or n < FEWEST:
        return False
    other_n, other = calm["control"]
    if good / n >= 0.95 * other / other_n:
        return False
    every = good + other
    ways = [math.comb(n, k) * math.comb(other_n, every - k) for k in range(min(n, every) + 1)]
    return sum(ways[: good + 1]) <= 0.05 * sum(ways)


def step_waits(run: Run, users: list[Journey], window: Window) -> list[float]:
    """Return the seconds of each step that began before the end of a window, with its retries."""
    return [wait for waits in waits_by_user(run, users, window).values() for wait in waits]


def waits_by_user(
    run: Run, users: list[Journey], window: Window, *, is_endless: bool = True
) -> dict[int, list[float]]:
    """Return the seconds of these steps by user; of one that failed, infinite or until its end."""
    known = {one.arrival for one in users}
    last = max((one.ended for one in users), default=window.start)
    found: dict[tuple[int, str, int], tuple[float, float]] = {}  # the number of the try is the key
    latest: dict[tuple[int, str], int] = {}
    for arrival, step, attempt, intended, ended, outcome in run.rows(
        "SELECT arrival, step, attempt, intended, ended, outcome FROM request "
        "WHERE intended >= ? AND intended < ? ORDER BY intended, arrival", window.start, last + 1,
    ):  # fmt: skip
        took = ended if outcome == "success" or not is_endless else math.inf
        if arrival not in known:
            continue
        if attempt and (arrival, step) in latest:
            key = arrival, step, latest[arrival, step]
            found[key] = (found[key][0], took)
        elif not attempt and intended < window.end:
            latest[arrival, step] = len(found)
            found[arrival, step, len(found)] = (intended, took)
    waits: dict[int, list[float]] = {}
    for (arrival, _, _), (begun, end) in found.items():
        waits.setdefault(arrival, []).append(end - begun)
    return waits
