"""Criteria of the ramp, the surge and the reloads, recomputed."""

import math
from dataclasses import dataclass
from itertools import pairwise, takewhile

from tests.figures.criteria import RECOMPUTED, Values
from tests.figures.journeys import (
    FEWEST,
    Journey,
    counted,
    extremes,
    late_numbers,
    many_cut_off,
    planned_rate,
    played,
    sent,
    step_waits,
    wilson,
)
from tests.figures.run import TIMED, Counts, Json, Run, Window, at_rank

Z98 = 2.3263478740408408
QUICK = 5.0  # seconds of 95 % of the steps
NO_RESPONSE = {"refused", "reset", "eof", *TIMED} - {"success"}


@dataclass(frozen=True)
class Part:
    """One part of the ramp."""

    multiple: float
    counts: Counts
    waits: list[float]  # seconds of each step, infinite where it failed
    served: float

    @property
    def times(self) -> list[float]:
        """Seconds of the steps that succeeded."""
        return [one for one in self.waits if one < math.inf]

    @property
    def p95(self) -> float:
        """95th percentile of these."""
        return at_rank(self.times, 0.95) if self.times else math.inf

    @property
    def held(self) -> bool:
        """Whether 95 % of the journeys succeeded, and 95 % of the steps were quick."""
        return self.counts.succeeded >= 0.95 * self.counts.tried and self.p95 <= QUICK

    @property
    def failed(self) -> bool:
        """Whether it did not hold, beyond chance."""
        slow = sum(one > QUICK for one in self.times)
        certain = not self.times or wilson(slow, len(self.times), Z98)[0] > 1 - 0.95
        few = wilson(self.counts.succeeded, self.counts.tried, Z98)[1] < 0.95
        return (self.p95 > QUICK and certain) or few


def ramp_bounds(run: Run, number: int) -> list[float]:
    """Return the bounds of equal parts of the ramp, those with fewer than four journeys merged."""
    ramp = run.window("ramp")
    length = (ramp.closes - ramp.start) / number
    bounds = [ramp.start]
    for rank in range(1, number + 1):
        end = ramp.closes if rank == number else ramp.start + rank * length
        if counted(sent(run, bounds[-1], end), ramp.end).tried >= FEWEST:
            bounds.append(end)
    return [*bounds[:-1], ramp.closes] if len(bounds) > 1 else []


def con_2(run: Run) -> Values:
    """Successful journeys per minute in the surge, and in the best third of the ramp."""
    if run.surge is None or all(one.name != "ramp" for one in run.windows):
        return []
    window, ramp = run.window(run.surge["id"]), run.window("ramp")
    cohorts = run.surge["networks"] or {"control": 1.0}
    everyone = sent(run, window.start, window.closes)
    users = [one for one in everyone if one.cohort in cohorts]
    surge, bounds = counted(users, window.end), ramp_bounds(run, 3)
    thirds = [(counted(sent(run, a, b), ramp.end), a, b) for a, b in pairwise(bounds)]
    cut_off = [one for one, _, _ in thirds if many_cut_off(one)]
    if surge.tried + surge.cut_off < FEWEST:
        return [FEWEST, surge.tried + surge.cut_off]
    if not thirds or cut_off:
        whole = counted(sent(run, ramp.start, ramp.closes), ramp.end).tried
        return [FEWEST, whole, *(n for one in cut_off for n in _cut(one))]
    rates = [planned_rate(run, "ramp", a, b) for _, a, b in thirds]
    best, rate = max(
        ((one, rate) for (one, _, _), rate in zip(thirds, rates, strict=True)),
        key=lambda one: one[0].succeeded / one[0].tried * one[1],
    )
    linked = {one["name"] for one in run.plan["cohorts"] if one["linked"]}
    mix: dict[str, float] = next(
        one["mix"] for one in run.plan["loads"] if one["name"] == window.name
    )
    asked = planned_rate(run, window.name, window.start + 60 / run.plan["scale"], window.closes)
    asked *= sum(share for name, share in mix.items() if name in linked) / sum(mix.values())
    return [*_goodput(surge, best, rate, asked), *late_numbers(run, window, everyone)]


def _cut(counts: Counts) -> Values:
    return [counts.cut_off, counts.tried + counts.cut_off]


def _goodput(surge: Counts, best: Counts, rate: float, asked: float) -> Values:
    """Return both goodputs by the minute, their ratio and its interval."""
    if not best.succeeded:
        return []
    (done, tried), (most, begun) = extremes(surge)
    peak, highest = done / tried * asked, most / begun * asked
    reference = min(best.succeeded / best.tried * rate, asked)
    low, high = wilson(best.succeeded, best.tried)
    ends = [
        wilson(done, tried)[0] / min(high * rate / asked, 1.0),
        wilson(most, begun)[1] / min(low * rate / asked, 1.0),
    ]
    return [60 * peak, 60 * reference, peak / reference, highest / reference, 90, *ends]


def con_4(run: Run) -> Values:
    """Most load that was served before the first part of the ramp that failed."""
    baselines = [one for one in run.windows if one.kind == "baseline"]
    if all(one.name != "ramp" for one in run.windows) or len(baselines) < 2:
        return []
    ramp = run.window("ramp")
    calm = [(one, sent(run, one.start, one.closes)) for one in baselines]
    sums = [counted(users, window.end) for window, users in calm]
    waits = [wait for window, users in calm for wait in step_waits(run, users, window)]
    done, tried = sum(one.succeeded for one in sums), sum(one.tried for one in sums)
    p95 = at_rank(waits, 0.95) if waits else math.inf
    bounds = ramp_bounds(run, 6)
    if not bounds or any(many_cut_off(one) or one.tried < FEWEST for one in sums):
        whole = counted(sent(run, ramp.start, ramp.closes), ramp.end).tried
        return [FEWEST, whole, *(n for one in sums for n in (one.tried, *_cut(one)))]
    if done < 0.95 * tried or p95 > QUICK:
        return [95, done, tried, p95, QUICK, 3]
    return _limit([part for part, _, _ in ramp_parts(run)])


def ramp_parts(run: Run) -> list[tuple[Part, float, float]]:
    """Return the parts of the ramp, each with its beginning and its end; none without enough."""
    if all(one.name != "ramp" for one in run.windows):
        return []
    ramp = run.window("ramp")
    longest: dict[str, float] = {}
    for window in (one for one in run.windows if one.kind == "baseline"):
        for one in sent(run, window.start, window.closes):
            longest[one.journey] = max(longest.get(one.journey, 0.0), one.ended - one.intended)
    ends = [
        max(one.intended, one.ended - longest.get(one.journey, 0.0))
        for one in sent(run, ramp.start, ramp.closes) if one.done
    ]  # fmt: skip
    spans = pairwise(ramp_bounds(run, 6))
    return [(_part(run, ramp, a, b, ends), a, b) for a, b in spans]


def _part(run: Run, ramp: Window, start: float, closes: float, ends: list[float]) -> Part:
    users = sent(run, start, closes)
    rate = planned_rate(run, "ramp", start, closes)
    multiple = rate / run.plan["profile"]["service"]["normal_peak"]
    served = multiple * sum(start <= one < closes for one in ends) / len(users)
    return Part(multiple, counted(users, ramp.end), step_waits(run, users, ramp), served)


def _limit(parts: list[Part]) -> Values:
    """Return the load that was proven; the figures of the part that failed."""
    before = list(takewhile(lambda part: not part.failed, parts))
    value = max((min(one.multiple, one.served) for one in before if one.held), default=1.0)
    if len(before) == len(parts):
        return [value]
    quiet = list(takewhile(lambda one: one.held and one.served >= 0.9 * one.multiple, before))
    low = min(value, quiet[-2].multiple if len(quiet) > 1 else 1.0)
    failed = parts[len(before)]
    counts = failed.counts
    return [value, low, failed.multiple, counts.succeeded, counts.tried, 95, failed.p95]


def con_5(run: Run) -> Values:
    """Reloads, those in vain, and useful requests of the worst stage without a power cut."""
    stages = [one for one in played(run, "during") if not one["cuts"]]
    counts = [one for one in (_reloads(run, stage) for stage in stages) if one is not None]
    counts = [one for one in counts if one[0] + one[2]]
    measured = [one for one in counts if one[0] + one[2] >= 10]
    if sum(one[1] for one in counts) < 10 or not measured:
        return [10, FEWEST, sum(one[1] for one in counts), sum(one[0] for one in counts)]
    useful, again, vain, announced = min(measured, key=lambda one: one[0] / (one[0] + one[2]))
    low, high = wilson(useful, useful + vain)
    values = [useful, again, vain, announced, useful / (useful + vain), 90, 100 * low, 100 * high]
    for stage in stages:
        window = run.window(stage["id"])
        values += late_numbers(run, window, _crowd(run, stage, window))
    return values


def _crowd(run: Run, stage: Json, window: Window) -> list[Journey]:
    users = sent(run, window.start, window.closes)
    return [one for one in users if one.cohort in (stage["networks"] or ["control"])]


def _reloads(run: Run, stage: Json) -> tuple[int, int, int, int] | None:
    """Return useful requests, reloads, those in vain, those announced; None with too few."""
    window = run.window(stage["id"])
    every = sent(run, window.start, window.closes)
    crowd = {one.arrival: one for one in _crowd(run, stage, window)}
    rows = run.rows(
        "SELECT arrival, step, attempt, outcome, announced FROM request "
        "WHERE intended >= ? AND intended < ? ORDER BY intended, arrival", window.start, window.end,
    )  # fmt: skip
    control = {one.arrival for one in every if one.cohort == "control"}
    missed = {arrival for arrival, _, _, outcome, _ in rows if outcome in NO_RESPONSE} & control
    is_service = bool(control) and len(missed) >= 0.05 * len(control)
    before: dict[tuple[int, str], tuple[bool, bool]] = {}  # lost, announced
    useful = again = vain = planned = requests = 0
    for arrival, step, attempt, outcome, announced in rows:
        if (user := crowd.get(arrival)) is None:
            continue
        lost, invited = before.get((arrival, step), (False, False))
        reload = attempt > 0 and not lost
        requests, again = requests + 1, again + reload
        useful += outcome == "success" and user.done
        planned += reload and invited
        vain += reload and outcome != "success" and not invited
        is_lost = outcome in NO_RESPONSE and user.cohort != "control" and not is_service
        before[arrival, step] = (is_lost, bool(announced))
    return (useful, again, vain, planned) if requests >= FEWEST else None


RECOMPUTED |= {"CON-2": con_2, "CON-4": con_4, "CON-5": con_5}
