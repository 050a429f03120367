"""Criteria of the return of power and of users, recomputed."""

import math
from dataclasses import dataclass

from tests.figures.criteria import RECOMPUTED, Values
from tests.figures.journeys import (
    FEWEST,
    Levels,
    counted,
    levels,
    levels_in,
    many_cut_off,
    played,
    sent,
    wilson,
)
from tests.figures.run import Counts, Json, Run, Window

Cut = tuple[float, float | None, bool]
"""Time off, time on, whether something still ran or responded."""


def actual_cuts(run: Run) -> list[Cut]:
    """Return the power cuts as they happened."""
    cuts: list[Cut] = []
    events = [(*one, True) for one in run.observations("power off")]
    events += [(*one, False) for one in run.observations("power on")]
    for time, _, record, is_off in sorted(events, key=lambda one: one[0]):
        if is_off:
            cuts.append((time, None, bool(record["report"] and record["report"]["survivors"])))
        elif cuts and cuts[-1][1] is None:
            start, _, void = cuts[-1]
            cuts[-1] = (start, time, void or record["answered"] is not None)
    return cuts


@dataclass(frozen=True)
class Return:
    """Return of the power after a cut or a series of cuts; times in seconds.

    `useful` is from the return to a useful service, None without one.
    """

    cuts: list[Cut]
    back: float
    until: float
    tried: int
    useful: float | None

    @property
    def is_void(self) -> bool:
        """Whether something ran or responded during a cut."""
        return any(void for _, _, void in self.cuts)

    @property
    def watched(self) -> float:
        """Seconds that were observed after the return."""
        return self.until - self.back


def rec_1(run: Run) -> Values:
    """Longest time from the return of power to a useful service."""
    profile = run.plan["profile"]
    longest = max(profile["power"]["boot_within"], profile["objectives"]["max_outage"] or 0.0)
    took: Values = []
    values: Values = [95]
    for one in returns(run):
        if one.is_void:
            values += [cut[0] for cut in one.cuts]
        elif one.useful is not None:
            took.append(one.useful)
        elif one.tried < FEWEST or one.watched < longest:
            values += [FEWEST, one.tried, one.watched, longest]
        else:
            values.append(one.watched)
    return [*values, max(took)] if took else values


def returns(run: Run) -> list[Return]:
    """Return the returns of power, in order."""
    groups = _groups(run)
    cold = [one.start for one in run.windows if one.name == "cold-start:silent"]
    starts = [run.moved(one[0]["start"]) for one in groups]
    ends = [*starts[1:], *(cold or [run.moved(run.plan["duration"])])] if groups else []
    actual = actual_cuts(run)
    found = []
    for group, start, end in zip(groups, starts, ends, strict=True):
        inside = [one for one in actual if start <= one[0] < end]
        found.append(_recovery(run, group, inside, end))
    return found


def _groups(run: Run) -> list[list[Json]]:
    """Return the planned cuts, those of one series together."""
    groups: list[list[Json]] = []
    for cut in (one for one in run.plan["cuts"] if one["stage"] != "cold-start:silent"):
        if groups and groups[-1][-1]["pattern"] == cut["pattern"]:
            groups[-1].append(cut)
        else:
            groups.append([cut])
    return groups


def _recovery(run: Run, group: list[Json], actual: list[Cut], until: float) -> Return:
    """Return the return after a group: with the journeys that have a level, by half seconds."""
    back = max([run.moved(group[-1]["end"]), *(end for _, end, _ in actual if end is not None)])
    own = _levels_before(run, group[0])
    users = [
        one for one in sent(run, back, until)
        if one.cohort in own and (one.done or one.ended <= until)
    ]  # fmt: skip
    length = min(max(300 / run.plan["scale"], 3.0), (until - back) / 2)
    start = back
    while start + length <= until:
        later = [one for one in users if one.intended >= start]
        inside = sum(one.intended < start + length for one in later)
        part = later[: max(inside, FEWEST)]
        if len(part) < FEWEST:
            break
        expected = sum(own[one.cohort][1] / own[one.cohort][0] for one in part)
        if sum(one.done for one in part) >= 0.95 * expected:
            first = min(one.ended for one in users if one.done)
            return Return(actual, back, until, len(users), max(start, first) - back)
        start += 0.5
    return Return(actual, back, until, len(users), None)


def _levels_before(run: Run, cut: Json) -> Levels:
    """Return the level of each cohort in the stage of a cut, before its first cut."""
    stages = run.plan["crisis"]["stages"]
    rank = next(number for number, one in enumerate(stages) if one["id"] == cut["stage"])
    faults = stages[rank]["faults"]
    usual = levels(run)
    if faults:
        same = [one for one in stages[:rank] if one["faults"] == faults and not one["cuts"]]
        spans = [run.window(one["id"]) for one in same]
        usual = levels_in(run, [(one.start, one.closes, one.end) for one in spans])
    first = next(one["start"] for one in run.plan["cuts"] if one["stage"] == cut["stage"])
    until = run.moved(first)
    before = sent(run, run.window(cut["stage"]).start, until)
    for cohort in {one.cohort for one in before}:
        counts = counted([one for one in before if one.cohort == cohort], until)
        if counts.tried < FEWEST:
            continue
        level = _level(counts, usual.get(cohort))
        if level is not None and level[1]:
            usual[cohort] = level
        elif faults:
            usual.pop(cohort, None)
    return usual


def _level(counts: Counts, usual: tuple[int, int] | None) -> tuple[int, int] | None:
    if not many_cut_off(counts):
        return counts.tried, counts.succeeded
    if usual is None:
        return None
    begun = counts.tried + counts.cut_off
    guess = round(usual[1] / usual[0] * begun)
    return begun, min(max(guess, counts.succeeded), counts.succeeded + counts.cut_off)


def rec_5(run: Run) -> Values:
    """Journeys in the stages of the return, and what the level before the fault would give."""
    values: Values = [90, 1, FEWEST]
    for stage in played(run, "after"):
        if not stage["cuts"]:
            values += _rebound(run, run.window(stage["id"]))
    return values


def _rebound(run: Run, window: Window) -> Values:
    began = sent(run, window.start, window.closes)
    if len(began) < FEWEST:
        return [len(began)]
    start = _started(run, window)
    known = levels(run)
    users = [one for one in began if one.intended >= start]
    if len(users) < FEWEST:
        return [len(users)]
    users = [one for one in users if one.cohort in known]
    counts = counted(users, window.end)
    many = many_cut_off(counts)
    users = [one for one in users if many or one.done or one.ended <= window.end]
    if len(users) < FEWEST:
        return []
    expected = sum(known[one.cohort][1] / known[one.cohort][0] for one in users)
    ((offered,),) = run.rows(
        "SELECT count(*) FROM attempt WHERE intended >= ? AND intended < ? "
        "AND outcome NOT IN ('no link', 'dropped', 'error')", start, window.closes,
    )  # fmt: skip
    peak = run.plan["profile"]["service"]["normal_peak"]
    done, cut_off = counts.succeeded, counts.cut_off if many else 0
    controls = [known[cohort] for cohort in {one.cohort for one in users}]
    n, good = sum(one for one, _ in controls), sum(one for _, one in controls)
    scale = good / n * len(users) / expected
    low = scale * wilson(done, len(users))[0] / wilson(good, n)[1]
    high = scale * wilson(done + cut_off, len(users))[1] / wilson(good, n)[0]
    shares = [done / expected, (done + cut_off) / expected, low, high]
    multiple = offered / (window.closes - start) / peak
    return [done, len(users), expected, multiple, cut_off, *(100 * min(one, 1) for one in shares)]


def _started(run: Run, window: Window) -> float:
    """Return when the service had started after the last cut before a window, or its start."""
    power = run.plan["profile"]["power"]
    cuts = [] if power["level"] == "proxy" else actual_cuts(run)
    backs = [on for off, on, _ in cuts if on is not None and off < window.start]
    if not backs:
        return window.start
    served = [one.ended for one in sent(run, max(backs), math.inf) if one.done]
    booted = min(*served, max(backs) + power["boot_within"], window.closes)
    failed = [one.intended for one in sent(run, window.start, booted) if not one.done]
    return max([window.start, *(one + 1e-6 for one in failed)])


RECOMPUTED |= {"REC-1": rec_1, "REC-5": rec_5}
