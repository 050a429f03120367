"""Causes of slow and failed journeys under load: the numbers that advice names."""

import re
from itertools import takewhile
from statistics import median

from tests.figures.criteria import Values
from tests.figures.journeys import Journey, extremes, planned_rate, sent, waits_by_user
from tests.figures.load_criteria import Part, ramp_parts
from tests.figures.run import Run, Window, at_rank
from tests.figures.sentences import Check

POOR = ("edge-lossy", "4g-congested")
CLOSED = {"reset", "eof", "truncated", "refused", "http error"}


def size(count: float) -> float:
    """Return bytes in the unit that a text shows: B, kB or MB."""
    return count / (1e6 if count >= 1e6 else 1e3 if count >= 1e3 else 1)


def medians(run: Run, users: list[Journey], window: Window) -> dict[str, tuple[float, float]]:
    """Return the median seconds and bytes of the first tries that succeeded, by step."""
    known = {one.arrival for one in users}
    rows: dict[str, list[tuple[float, int]]] = {}
    for arrival, step, time, count in run.rows(
        "SELECT arrival, step, ended - intended, size FROM request WHERE intended >= ? "
        "AND intended < ? AND attempt = 0 AND outcome = 'success' AND instr(step, ' → ') = 0 "
        "ORDER BY intended, arrival", window.start, window.end,
    ):  # fmt: skip
        if arrival in known:
            rows.setdefault(step, []).append((time, count))
    return {
        step: (median(time for time, _ in one), median(count for _, count in one))
        for step, one in rows.items()
    }


def _in_surge(run: Run, cohorts: tuple[str, ...]) -> tuple[list[Journey], Window]:
    assert run.surge is not None
    window = run.window(run.surge["id"])
    users = sent(run, window.start, window.closes)
    return [one for one in users if one.cohort in cohorts], window


def _p95(run: Run, cohorts: tuple[str, ...]) -> float:
    """Return the 95th percentile of the steps, until the success or the failure of each."""
    waits = waits_by_user(run, *_in_surge(run, cohorts), is_endless=False).values()
    return at_rank([wait for one in waits for wait in one], 0.95)


def _poor_link(run: Run, match: re.Match[str]) -> list[Values]:
    alone = max(
        one["slowest_step"] for one in run.plan["calibration"]["journeys"] if one["cohort"] in POOR
    )
    windows = [one for one in run.windows if one.kind == "baseline"]
    sizes = [
        count for window in windows
        for _, count in medians(run, sent(run, 0, run.moved(1e9)), window).values()
    ]  # fmt: skip
    return [[alone, 95, _p95(run, POOR), size(max(sizes))]]


def _heaviest(run: Run, match: re.Match[str]) -> list[Values]:
    page = max((one for _, _, one in run.observations("page")), key=lambda one: one["bytes"])
    return [[size(page["bytes"]), size(page["third_party_bytes"]), page["requests"]]]


def _blocking(run: Run, match: re.Match[str]) -> list[Values]:
    return [[size(one["useful_bytes"])] for _, _, one in run.observations("edge page")]


def _proven(run: Run) -> Part:
    held = [part for part, _, _ in ramp_parts(run) if part.held]
    return max(held, key=lambda part: min(part.multiple, part.served))


def _from_clean_links(run: Run, match: re.Match[str]) -> list[Values]:
    part = _proven(run)
    return [[min(part.multiple, part.served), 95, part.p95]]


def _by_link(run: Run, match: re.Match[str]) -> list[Values]:
    shares = []
    for cohorts in (POOR, ("control",)):
        _, window = _in_surge(run, cohorts)
        (done, tried), _ = extremes(run.critical_journeys(window, cohorts))
        shares.append(100 * done / tried)
    _, window = _in_surge(run, POOR)
    mix = next(one["mix"] for one in run.plan["loads"] if one["name"] == window.name)
    linked = {one["name"] for one in run.plan["cohorts"] if one["linked"]}
    load = planned_rate(run, window.name, window.start, window.closes)
    load *= sum(share for name, share in mix.items() if name in linked) / sum(mix.values())
    load /= run.plan["profile"]["service"]["normal_peak"]
    return [[load, *shares, 95, _p95(run, ("control",))]]


def _closed(run: Run, match: re.Match[str]) -> list[Values]:
    users, _ = _in_surge(run, POOR)
    return [[sum(one.outcome in CLOSED for one in users)]]


def _failed_part(run: Run) -> tuple[Part, Window]:
    parts = ramp_parts(run)
    before = [*takewhile(lambda one: not one[0].failed, parts)]
    part, start, closes = parts[len(before)]
    ramp = run.window("ramp")
    return part, Window(ramp.kind, ramp.name, start, closes, ramp.end)


def _fails_at(run: Run, match: re.Match[str]) -> list[Values]:
    part, _ = _failed_part(run)
    return [[part.multiple, part.counts.succeeded, part.counts.tried]]


def _slowest_there(run: Run, match: re.Match[str]) -> list[Values]:
    _, window = _failed_part(run)
    found = medians(run, sent(run, window.start, window.closes), window)
    return [[max(time for time, _ in found.values())]]


def _calm_steps(run: Run, match: re.Match[str]) -> list[Values]:
    window = next(one for one in run.windows if one.kind == "baseline")
    users = [one for one in sent(run, window.start, window.closes) if one.cohort == "control"]
    times = sorted((time for time, _ in medians(run, users, window).values()), reverse=True)
    return [[time for time in times if time >= 1][:4]]


def _requests(run: Run) -> list[tuple[str, str, int, float]]:
    """Return (step, outcome, status, seconds) of the critical users in the ramp and the surge."""
    names = ["ramp", *([run.surge["id"]] if run.surge else [])]
    found = []
    for window in (one for one in run.windows if one.name in names):
        known = {one.arrival for one in sent(run, window.start, window.closes)}
        rows = run.rows(
            "SELECT arrival, step, outcome, status, ended - started FROM request WHERE "
            "intended >= ? AND intended < ? AND instr(step, ' → ') = 0", window.start, window.end,
        )  # fmt: skip
        found += [row for arrival, *row in rows if arrival in known]
    return found


def _is_refusal(outcome: str, status: int) -> bool:
    return outcome != "success" and (status in (429, 503) or outcome == "wrong content")


def _refusals(run: Run, match: re.Match[str]) -> list[Values]:
    rows = _requests(run)
    refused = [status for _, outcome, status, _ in rows if _is_refusal(outcome, status)]
    failed = sum(outcome != "success" for _, outcome, _, _ in rows)
    return [[failed, len(refused), *sorted(set(refused))]]


def _refusal_times(run: Run, match: re.Match[str]) -> list[Values]:
    rows = _requests(run)
    names = [step for step, outcome, status, _ in rows if _is_refusal(outcome, status)]
    most = max(sorted(set(names)), key=names.count)
    mine = [row for row in rows if row[0] == most]
    refused = [time for _, outcome, status, time in mine if _is_refusal(outcome, status)]
    served = [time for _, outcome, _, time in mine if outcome == "success"]
    return [[median(refused), median(served)]]


LOAD: dict[str, Check] = {
    r"On a poor link, the slowest step takes .*? is (“.*?”), with [\d.]+ [kM]?B": _poor_link,
    r"The heaviest page, (\S+), transfers .*? Requests: \d+": _heaviest,
    r"What blocks the display of the entry page has [\d.]+ [kM]?B": _blocking,
    r"From clean links alone, the service served ×.*? steps within [\d.]+": _from_clean_links,
    r"In the surge \(×.*?, failed ones included": _by_link,
    r"The service ended [\d,]+ of the failed journeys on poor links itself": _closed,
    r"On clean links, the service works at the normal load and fails at ×.*? journeys": _fails_at,
    r"The slowest step there is (“.*?”): .*? \(median\)": _slowest_there,
    r"at the normal load, these steps already take \(median\): "
    r"(“.*?”) [\d.]+ s" + 3 * r"(?:(?:, and |, | and )(“.*?”) [\d.]+ s)?": _calm_steps,
    r"Failed requests in the ramp and in the surge: .*?\(status .*?\)": _refusals,
    r"There, a refusal takes .*? \(medians\)": _refusal_times,
}
