"""Criteria of the surge: its first minutes, and the users whom the service rejected."""

from tests.figures.criteria import RECOMPUTED, Values, shares
from tests.figures.journeys import FEWEST, extremes, late_numbers, planned_rate, sent, wilson
from tests.figures.load_criteria import NO_RESPONSE
from tests.figures.run import Counts, Run, Window

FIRST = 300.0  # seconds of the crisis
PATIENCES = 3.0  # times the patience of a user, at least
FEWEST_EXPECTED = 12.0
SOON, LIGHT = 2.0, 14_000  # seconds and bytes of instructions


def con_7(run: Run) -> Values:
    """Critical journeys of the crowd in the first minutes of the surge."""
    if run.surge is None:
        return []
    window, cohorts = run.window(run.surge["id"]), run.surge["networks"] or ["control"]
    patience = next(one["patience"] for one in run.plan["cohorts"] if one["name"] == "control")
    closes = window.start + max(FIRST / run.plan["scale"], PATIENCES * patience)
    while closes < window.closes and _expected(run, window, closes) < FEWEST_EXPECTED:
        closes += 1
    closes = min(closes, window.closes)
    first = Window(window.kind, window.name, window.start, closes, window.end)
    counts = run.critical_journeys(first, cohorts)
    (done, tried), (most, begun) = extremes(counts)
    bounds = [wilson(done, tried)[0], wilson(most, begun)[1]] if tried else []
    values = [done, begun, *(100 * one for one in bounds), 100 * most / max(begun, 1)]
    values += [*shares(counts), int(_expected(run, window, closes)), FEWEST_EXPECTED]
    return [*values, *late_numbers(run, window, sent(run, window.start, window.closes))]


def _expected(run: Run, window: Window, closes: float) -> float:
    """Return the critical journeys that the plan expects of users with a link."""
    journeys = run.plan["profile"]["journeys"]
    share = sum(journeys[name]["share"] for name in run.critical)
    share /= sum(one["share"] for one in journeys.values())
    linked = {one["name"] for one in run.plan["cohorts"] if one["linked"]}
    mix = next(one["mix"] for one in run.plan["loads"] if one["name"] == window.name)
    share *= sum(part for name, part in mix.items() if name in linked) / sum(mix.values())
    rate = planned_rate(run, window.name, window.start, closes)
    return float(rate * (closes - window.start) * share)


def con_6(run: Run) -> Values:
    """Users whom the service rejected in the ramp or the surge, and those with instructions."""
    stages = [run.surge["id"]] if run.surge else []
    windows = [one for one in run.windows if one.name in ("ramp", *stages)]
    first: dict[int, tuple[float, int, bool]] = {}
    cohorts: dict[int, str] = {}
    few: Values = []  # journeys of windows with too few
    for window in windows:
        users = sent(run, window.start, window.closes)
        few += [len(users)] if len(users) < FEWEST else []
        cohorts |= {one.arrival: one.cohort for one in users}
        control = {one.arrival for one in users if one.cohort == "control"}
        failed = run.rows(
            "SELECT arrival, ended - started, size, guided, outcome, status FROM request "
            "WHERE intended >= ? AND intended < ? AND outcome <> 'success' "
            "ORDER BY intended, arrival", window.start, window.end,
        )  # fmt: skip
        without = {row[0] for row in failed if row[4] in NO_RESPONSE} & control
        is_service = bool(control) and len(without) >= 0.05 * len(control)
        for arrival, took, size, guided, outcome, status in failed:
            told = outcome == "http error" and (status == 429 or status >= 500)
            missed = outcome in NO_RESPONSE and (is_service or cohorts.get(arrival) == "control")
            if arrival in cohorts and (told or missed):
                first.setdefault(arrival, (took, size, bool(guided)))
    soon = sum(guided and took <= SOON and size <= LIGHT for took, size, guided in first.values())
    return [*shares(Counts(len(first), soon, 0)), *few, FEWEST]


RECOMPUTED |= {"CON-6": con_6, "CON-7": con_7}
