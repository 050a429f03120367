"""Figures of the measured criteria, recomputed; each as the values that its sentences may show."""

import math
from collections.abc import Callable

from tests.figures.run import Counts, Run, at_rank, bounds

Values = list[float]


def shares(counts: Counts) -> Values:
    """Return a share in percent with its counts, and the bounds of its interval."""
    done, tried = counts.succeeded, counts.tried
    if not tried:
        return [done, tried, counts.cut_off]
    low, high = bounds(done, tried)
    return [100 * done / tried, done, tried, counts.cut_off, 100 * low, 100 * high, 90]


def con_1(run: Run) -> Values:
    """Critical journeys of the crowd in the surge."""
    if run.surge is None:
        return []
    window = run.window(run.surge["id"])
    return shares(run.critical_journeys(window, run.surge["networks"] or ["control"]))


def con_3(run: Run) -> Values:
    """Steps of the crowd in the surge: 95th percentile, number, failures."""
    if run.surge is None:
        return []
    window, cohorts = run.window(run.surge["id"]), list(run.surge["networks"] or ["control"])
    marks = ", ".join("?" * len(run.critical)), ", ".join("?" * len(cohorts))
    rows = run.rows(
        f"""
        SELECT r.arrival, r.step, min(r.intended), max(r.ended), max(r.attempt),
               max(r.outcome = 'success')
        FROM request r JOIN attempt a ON a.arrival = r.arrival
        WHERE a.journey IN ({marks[0]}) AND a.cohort IN ({marks[1]})
              AND a.intended >= ? AND a.intended < ?
              AND a.outcome NOT IN ('no link', 'dropped', 'error')
        GROUP BY r.arrival, r.step HAVING min(r.intended) < ?""",
        *run.critical, *cohorts, window.start, window.closes, window.end,
    )  # fmt: skip
    waits = [end - start if good else math.inf for _, _, start, end, _, good in rows]
    return [95, at_rank(waits, 0.95), len(waits), waits.count(math.inf)] if waits else []


def cells(run: Run, mode: str) -> dict[tuple[str, str], Counts]:
    """Return the counts of each journey with each contacted dependency slow or silent."""
    found = {}
    for window in run.windows:
        dependency, _, kind = window.name.rpartition(":")
        if window.kind != "cell" or kind != mode or dependency in ("island", "cold-start"):
            continue
        if run.is_contacted(dependency):
            for journey in run.critical:
                rows = run.attempts(window, "journey = ?", journey)
                ended = [row for row in rows if row[1] <= window.end]
                done = sum(row[0] == "success" for row in ended)
                counts = Counts(len(ended), done, len(rows) - len(ended))
                found[dependency, journey] = counts
    return found


def deg_1(run: Run) -> Values:
    """Success with each dependency slow: value, mean, worst, number."""
    by_dependency: dict[str, list[float]] = {}
    for (dependency, _), counts in cells(run, "slow").items():
        number = counts.tried + counts.cut_off
        if number:
            by_dependency.setdefault(dependency, []).append(counts.succeeded / number)
    means = [sum(one) / len(one) for one in by_dependency.values()]
    if not means:
        return []
    mean, worst = sum(means) / len(means), min(means)
    return [50 * (mean + worst), 100 * mean, 100 * worst, len(means), 10]


def deg_2(run: Run) -> Values:
    """Cells that work with the dependency silent."""
    silent = list(cells(run, "silent").values())
    left = 2 * len(run.dependencies) - len(silent)
    works = sum(one.succeeded >= one.tried / 2 and one.tried > 0 for one in silent)
    blocked = len(silent) - works
    if not silent:
        return [left]
    return [100 * works / len(silent), works, len(silent), max(blocked - 6, 0), left]


def deg_3(run: Run) -> Values:
    """Journeys with a dependency silent, and the wait until a success or a clear message."""
    waits: Values = []
    contacted = {dependency for dependency, _ in cells(run, "silent")}
    for window in run.windows:
        dependency, _, kind = window.name.rpartition(":")
        if kind != "silent" or dependency not in contacted:
            continue
        marks = ", ".join("?" * len(run.critical))
        for outcome, ended, begun, arrival, _ in run.attempts(
            window, f"journey IN ({marks})", *run.critical
        ):
            guided = run.rows(
                "SELECT min(ended) FROM request WHERE arrival = ? AND guided AND ended <= ?",
                arrival, window.end,
            )[0][0]  # fmt: skip
            ends = [guided] if guided is not None else []
            ends += [ended] if outcome == "success" and ended <= window.end else []
            waits.append(min(ends) - begun if ends else math.inf)
    return [at_rank(waits, 0.95), len(waits), 95] if waits else []


def deg_4(run: Run) -> Values:
    """Information pages with the database silent."""
    pages = [
        one for _, _, one in run.observations("information")
        if one["window"] in {f"{name}:silent" for name in dependencies_of(run, "DB")}
    ]  # fmt: skip
    return shares(Counts(len(pages), sum(one["served"] for one in pages), 0))


def dependencies_of(run: Run, *sets: str) -> list[str]:
    return [name for name, one in run.dependencies.items() if one["set"] in sets]


def deg_7(run: Run) -> Values:
    """Steps that links and forms reach."""
    records = [one for _, _, one in run.observations("no script")]
    steps = sum(len(one["steps"]) for one in records)
    return shares(Counts(steps, sum(len(one["without_script"]) for one in records), 0))


def deg_8(run: Run) -> Values:
    """Forms kept through the cut, its length, and the scale."""
    records = [one for _, _, one in run.observations("form")]
    kept = sum(one["kept"] for one in records)
    link = "citizens-interrupted-form"
    begun = [time for time, name, one in run.observations("fault begin") if name == link]
    healed = [time for time, name, _ in run.observations("fault heal") if name == link]
    length = healed[-1] - begun[-1] if begun and healed else 0.0
    half = sum(one["resumed"] == "success" and not one["kept"] for one in records)
    value = 100 * (kept + half / 2) / max(len(records), 1)
    return [value, kept, len(records), length, length * run.plan["scale"], run.plan["scale"], half]


RECOMPUTED: dict[str, Callable[[Run], Values]] = {
    "CON-1": con_1,
    "CON-3": con_3,
    "DEG-1": deg_1,
    "DEG-2": deg_2,
    "DEG-3": deg_3,
    "DEG-4": deg_4,
    "DEG-7": deg_7,
    "DEG-8": deg_8,
}
