"""Health of the bench: its load generator, the use of the machine, and the two baselines."""

import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.figures.criteria import Values
from tests.figures.journeys import FEWEST, counted, many_cut_off, sent, waits_by_user
from tests.figures.page import Place, near, numbers
from tests.figures.run import Json, Run, at_rank
from tests.figures.tables import long_time

LATE = 1.0  # seconds, from which an arrival did not start
DRAWS = 200
SHORTEST = 5.0  # seconds of samples of a window
GENERATOR = re.compile(r"Arrivals started: (.*?) Requests: [\d,]+")
RUN = re.compile(r"seed (.*?) of the crisis")
MACHINE = re.compile(r"Share of the CPU: test bench (.*?)memory (?:\d+%|unknown)")
GAP = re.compile(r"Gap between the two baselines (.*?) Grid ")


def bench_mistakes(run: Run, page: dict[Place, str]) -> Iterator[str]:
    """Yield each figure of the bench that the evidence does not give."""
    text = page.get(Place("bench"), "")
    shown, expected = numbers((RUN.search(text) or [text])[0]), played(run)
    if len(shown) != len(expected) or not all(map(near, shown, expected)):
        yield f"bench: {shown} is not {expected}"
    for pattern, values in ((GENERATOR, generator), (MACHINE, machine), (GAP, gap)):
        match = pattern.search(text)
        shown, expected = numbers(match[1] if match else ""), values(run)
        if match and pattern is not GAP:
            shown = numbers(_without_titles(run, match[0]).replace("99th", ""))
        shown = [one for one in shown if not (pattern is GAP and one in ("5", "90"))]
        if len(shown) != len(expected) or not all(map(near, shown, expected)):
            yield f"bench: {shown} is not {expected}"


def played(run: Run) -> list[float | str]:
    """Return the seed, the length of the run, and the seconds of the crisis for one of it."""
    length = run.record.get("played", run.plan["duration"])
    return [run.plan["seed"], *long_time(length), 1, *long_time(run.plan["scale"])]


def _without_titles(run: Run, text: str) -> str:
    for one in run.plan["windows"]:
        text = text.replace(one["title"]["en"], "")
    return text


def generator(run: Run) -> Values:
    """Return arrivals started and planned, their share, lateness, CPU, requests."""
    lags = run.rows("SELECT outcome, started - intended FROM attempt WHERE outcome <> 'no link'")
    started = sum(outcome not in ("dropped", "error") and lag <= LATE for outcome, lag in lags)
    planned = _planned(run) or len(lags)
    cpu = [one["cpu"] for _, _, one in run.observations("load health")]
    ((requests,),) = run.rows("SELECT count(*) FROM request")
    late = at_rank([lag for _, lag in lags], 0.99) if lags else 0.0
    share = [100 * started / planned] if planned else []
    return [started, planned, *share, late, at_rank(cpu, 0.95) if cpu else 0.0, requests]


def _planned(run: Run) -> int:
    """Return the arrivals of the plan with a network; 0 in a folder without them."""
    load = run.json("load.json")
    linked = {name for name, one in load.get("cohorts", {}).items() if one["linked"]}
    return sum(cohort in linked for _, _, _, cohort, *_ in load.get("arrivals", []))


@dataclass(frozen=True)
class Use:
    """Use of the machine in a part of the run, in shares; `idle` in cores."""

    seconds: float
    own: float
    service: float | None
    others: float
    withheld: float
    idle: float
    waiting: tuple[float | None, float | None, float | None]

    @property
    def disturbance(self) -> float:
        """Share that others took while no core was idle."""
        return self.withheld + (self.others if self.idle < 1 else 0.0)


def use_in(run: Run, start: float, end: float) -> Use | None:
    """Return the means of the samples in an interval, each with its time inside."""
    samples = [
        (inside, one) for time, _, one in run.observations("bench pressure")
        if (inside := min(time, end) - max(time - one["seconds"], start)) > 0
    ]  # fmt: skip
    if not samples:
        return None
    total = sum(inside for inside, _ in samples)

    def mean(value: Callable[[Json], float | None]) -> float | None:
        found = [(inside, value(one)) for inside, one in samples]
        known = [inside * one for inside, one in found if one is not None]
        return sum(known) / total if len(known) == len(found) else None

    def share(name: str) -> float:
        return mean(lambda one: one[name] / one["cores"]) or 0.0

    withheld = mean(lambda one: min((one["stolen"] + one["throttled"]) / one["cores"], 1.0))
    service = mean(lambda one: None if one["service"] is None else one["service"] / one["cores"])
    is_pressure = samples[0][1]["waiting_source"] == "pressure"
    cpu = mean(lambda one: one["cpu_waiting"]) if is_pressure else None
    return Use(
        total, share("own"), service, share("others"), withheld or 0.0,
        mean(lambda one: one["idle"]) or 0.0,
        (cpu, mean(lambda one: one["io_stalled"]), mean(lambda one: one["memory_waiting"])),
    )  # fmt: skip


def moments(run: Run) -> dict[str, Use]:
    """Return the use in the whole run and in each window, by the words of the page."""
    spans = {"During the whole run": (0.0, run.moved(run.plan["duration"]))}
    titles = {one["name"]: one["title"]["en"] for one in run.plan["windows"]}
    for one in run.windows:
        if one.kind != "phase":
            spans[f"During “{titles[one.name]}”"] = one.start, one.end
    found = {title: use_in(run, *span) for title, span in spans.items()}
    return {title: use for title, use in found.items() if use is not None}


def machine(run: Run) -> Values:
    """Return the shares of the CPU, those of others at worst, and the shares of waiting."""
    found = moments(run)
    whole = found.pop("During the whole run", None)
    if whole is None:
        return []
    windows = [one for one in found.values() if one.seconds >= SHORTEST]
    worst = max([whole, *windows], key=lambda one: one.disturbance)
    shares = [whole.own, whole.service, whole.others, whole.withheld]
    shares += [worst.others + worst.withheld, *whole.waiting]
    return [100 * one for one in shares if one is not None]


def gap(run: Run) -> Values:
    """Return the points between both baselines, and their 90 % interval by drawing users again."""
    windows = [one for one in run.windows if one.name in ("baseline-1", "baseline-2")]
    found = []
    for window in windows:
        users = sent(run, window.start, window.closes)
        counts = counted(users, window.end)
        if counts.tried < FEWEST or many_cut_off(counts):
            return []
        found.append((counts, [*waits_by_user(run, users, window).values()]))
    if len(found) < 2:
        return []
    first, second = (_points(one.succeeded / one.tried, users) for one, users in found)
    draw = random.Random(f"baselines:{run.plan['seed']}")
    draws = []
    for _ in range(DRAWS):
        points = []
        for counts, users in found:
            share = counts.succeeded / counts.tried
            done = sum(draw.random() < share for _ in range(counts.tried))
            points.append(_points(done / counts.tried, draw.choices(users, k=len(users))))
        draws.append((points[0] - points[1]) * (1 if first >= second else -1))
    points = abs(first - second)
    low, high = at_rank(draws, 0.05), at_rank(draws, 0.95)
    return [points, min(max(low, 0.0), points), max(high, points)]


def _points(share: float, users: list[Values]) -> float:
    """Return the points of CON-1 (weight 5, 80 % to 99 %) and CON-3 (weight 3, 10 s to 1 s)."""
    waits = [wait for one in users for wait in one]
    p95 = at_rank(waits, 0.95) if waits else math.inf
    of_share = min(max((share - 0.80) / 0.19, 0), 1)
    of_time = 1 - math.log10(min(max(p95, 1), 10))
    return 100 * (5 * of_share + 3 * of_time) / 8
