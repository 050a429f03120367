"""Figures of the measured criteria, recomputed; each as the values that its sentences may show."""

import math
from collections.abc import Callable
from statistics import median

from tests.figures.run import Counts, Json, Run, at_rank, bounds
from tests.figures.tables import receipt_numbers

Values = list[float]
KB = 14_000  # bytes of a page that a second visit may load


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
    readings = [one["opened"] for _, _, one in run.observations("traffic")]
    found = {}
    for window in run.windows:
        dependency, _, kind = window.name.rpartition(":")
        if window.kind != "cell" or kind != mode or dependency in ("island", "cold-start"):
            continue
        if any(one.get(f"dependency-{dependency}", 0) for one in readings):
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
        by_dependency.setdefault(dependency, []).append(counts.succeeded / number)
    means = [sum(one) / len(one) for one in by_dependency.values()]
    mean, worst = sum(means) / len(means), min(means)
    return [50 * (mean + worst), 100 * mean, 100 * worst, len(means), 10]


def deg_2(run: Run) -> Values:
    """Cells that work with the dependency silent."""
    silent = list(cells(run, "silent").values())
    left = 2 * len(run.plan["profile"]["dependencies"]) - len(silent)
    works = sum(one.succeeded >= one.tried / 2 and one.tried > 0 for one in silent)
    blocked = len(silent) - works
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
    return [at_rank(waits, 0.95), len(waits), 95]


def deg_4(run: Run) -> Values:
    """Information pages with the database silent."""
    pages = [
        one for _, _, one in run.observations("information")
        if one["window"] in {f"{name}:silent" for name in _dependencies(run, "DB")}
    ]  # fmt: skip
    return shares(Counts(len(pages), sum(one["served"] for one in pages), 0))


def _dependencies(run: Run, *sets: str) -> list[str]:
    dependencies: Json = run.plan["profile"]["dependencies"]
    return [name for name, one in dependencies.items() if one["set"] in sets]


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


def fru_1(run: Run) -> Values:
    """First page on an EDGE link."""
    ((_, _, page),) = run.observations("edge page")
    carried = 2 * 0.42 + (page["useful_bytes"] or 0) / 30_000
    useful, size = page["useful"] or 0.0, (page["useful_bytes"] or 0) / 1e3
    return [max(carried, useful), useful, size, size / 1e3, 240, 840]  # kbit/s, ms of EDGE


def fru_2(run: Run) -> Values:
    """Critical journeys on poor links, and on clean ones."""
    if run.surge is None:
        return []
    window = run.window(run.surge["id"])
    poor = run.critical_journeys(window, ["edge-lossy", "4g-congested"])
    return [*shares(poor), *shares(run.critical_journeys(window, ["control"]))]


def fru_3(run: Run) -> Values:
    """Median transfer of the pages."""
    pages = [one for _, _, one in run.observations("page")]
    weight = median(one["bytes"] for one in pages)
    return [weight / 1e6, weight / 1e3, weight, len(pages)]


def fru_5(run: Run) -> Values:
    """Bytes of the second visit beyond 14 kB a page, and of the first."""
    pages = [one for _, _, one in run.observations("page") if one["repeat_bytes"] is not None]
    again = sum(max(one["repeat_bytes"] - KB, 0) for one in pages)
    whole, first = sum(one["repeat_bytes"] for one in pages), sum(one["bytes"] for one in pages)
    sizes = [size / unit for size in (again, whole, first) for unit in (1, 1e3, 1e6)]
    return [again / first, *sizes, 14] if first else []


def ind_1(run: Run) -> Values:
    """Third parties whose silence stops a journey."""
    own = _dependencies(run, "DB", "OBJ", "BO", "AGENT", "TEL")
    return [
        len({
            dependency for (dependency, _), counts in cells(run, "silent").items()
            if dependency not in own and counts.succeeded < counts.tried / 2
        })
    ]  # fmt: skip


def _without(run: Run, *sets: str) -> Counts:
    names = _dependencies(run, *sets)
    chosen = [one for (name, _), one in cells(run, "silent").items() if name in names]
    done = sum(one.succeeded for one in chosen)
    return Counts(sum(one.tried + one.cut_off for one in chosen), done, 0)


def ind_2(run: Run) -> Values:
    """Success without the identity provider, or without another third party that stops one."""
    values = shares(_without(run, "ID"))
    for name in run.plan["profile"]["dependencies"]:
        rows = [one for (party, _), one in cells(run, "silent").items() if party == name]
        done = sum(one.succeeded for one in rows)
        values += shares(Counts(sum(one.tried + one.cut_off for one in rows), done, 0))
    return values


def ind_3(run: Run) -> Values:
    """Success without the gateways of codes."""
    return shares(_without(run, "OTP", "MAIL"))


def ind_4(run: Run) -> Values:
    """Receipts given without the payment provider."""
    given = tried = 0
    for name in _dependencies(run, "PAY"):
        window = run.window(f"{name}:silent")
        marks = ", ".join("?" * len(run.critical))
        rows = run.attempts(window, f"journey IN ({marks})", *run.critical)
        tried += len(rows)
        given += sum(-1 < row[4] <= window.end for row in rows)
    return shares(Counts(tried, given, 0))


def ind_6(run: Run) -> Values:
    """Third-party hosts seen, and declared."""
    hosts = {host for _, _, one in run.observations("page") for host in one["third_parties"]}
    hosts |= {host for _, _, one in run.observations("start calls") for host in one["hosts"]}
    own = _dependencies(run, "DB", "OBJ", "BO", "AGENT", "TEL")
    listen = {name: one["listen"] for name, one in run.plan["profile"]["dependencies"].items()}
    hosts -= {listen[name] for name in own}
    return shares(Counts(len(hosts), len(hosts & set(listen.values())), 0))


def dat_1(run: Run) -> Values:
    """Receipts lost among those read, those before the last cut, and the rule of three."""
    given, read, lost, altered, *_ = (float(one) for one in receipt_numbers(run))
    cuts = [time for time, _, _ in run.observations("power off")]
    readings = {one["arrival"]: one["state"] for _, _, one in run.observations("receipt")}
    older = sum(
        readings.get(arrival, "unread") != "unread"
        for (arrival,) in run.rows(
            "SELECT arrival FROM attempt WHERE receipt <> '' AND receipt_at < ?",
            max(cuts, default=-1.0),
        )
    )
    bound = 3 / older if older else 1.0
    return [given, read, lost, altered, older, 100 * lost / read, 100 * bound, 0, 95]


def dat_2(run: Run) -> Values:
    """Receipts duplicated or altered; users whose response was lost, and those stored twice."""
    given, read, _, altered, twice, *_ = (float(one) for one in receipt_numbers(run))
    probes = [one for _, _, one in run.observations("lost answer")]
    counted = [one for one in probes if one["unique"] is not None]
    double = sum(one["unique"] is False for one in counted)
    resent = _resent(run)
    values = [given, read, altered, twice, double, len(counted), resent, resent + len(counted)]
    values += [100 * (altered + twice) / read, 300 / max(resent + len(counted), 1), 95]
    return [*values, 100 * double / len(counted)] if counted else values


def _resent(run: Run) -> int:
    """Return the users of the crisis who sent an accepted submission again."""
    checked = {
        one["arrival"] for _, _, one in run.observations("receipt") if one["unique"] is not None
    }
    rows = run.rows(
        """
        SELECT DISTINCT a.arrival FROM attempt a JOIN request r ON r.arrival = a.arrival
        JOIN request e ON e.arrival = r.arrival AND e.step = r.step AND e.attempt < r.attempt
        WHERE a.receipt <> '' AND r.step LIKE 'POST %' AND r.outcome = 'success'
              AND e.outcome IN ('truncated', 'body timeout')"""
    )
    return len(checked & {arrival for (arrival,) in rows})


def rec_2(run: Run) -> Values:
    """Power cuts, or series of cuts, after which a journey succeeded again."""
    groups: list[list[Json]] = []
    for cut in (one for one in run.plan["cuts"] if one["stage"] != "cold-start:silent"):
        if groups and groups[-1][-1]["pattern"] == cut["pattern"]:
            groups[-1].append(cut)
        else:
            groups.append([cut])
    return [100, 0, *range(len(groups) + 1)]


def hum_1(run: Run) -> Values:
    """Pages with a phone number and a counter."""
    pages = [one for _, _, one in run.observations("human channel")]
    both = sum(one["phone"] and one["counter"] for one in pages)
    one_only = sum(one["phone"] != one["counter"] for one in pages)
    points = both + one_only / 2
    unread = sum(
        1 - (one["phone"] + one["counter"]) / 2 for one in pages if one["unreadable"] is not None
    )
    n = len(pages)
    return [100 * points / n, both, n, one_only, 100 * (points + unread) / n]


def hum_5(run: Run) -> Values:
    """Automatic tests of accessibility that passed: five of each page."""
    pages = [one for _, _, one in run.observations("markup")]
    passed = 5 * len(pages) - sum(len(one["accessibility_defects"]) for one in pages)
    return shares(Counts(5 * len(pages), passed, 0))


def journeys_alone(window: str) -> Callable[[Run], Values]:
    """Return the number of critical journeys, as many as may be served, in a window."""

    def values(run: Run) -> Values:
        number = len(run.critical)
        served = [100 * n / number for n in range(number + 1)]
        return [*range(number + 1), *served]

    return values


RECOMPUTED: dict[str, Callable[[Run], Values]] = {
    "CON-1": con_1, "CON-3": con_3, "CON-7": con_1, "DEG-1": deg_1, "DEG-2": deg_2, "DEG-3": deg_3,
    "DEG-4": deg_4, "DEG-7": deg_7, "DEG-8": deg_8, "FRU-1": fru_1, "FRU-2": fru_2, "FRU-3": fru_3,
    "FRU-5": fru_5, "IND-1": ind_1, "IND-2": ind_2, "IND-3": ind_3, "IND-4": ind_4, "IND-6": ind_6,
    "DAT-1": dat_1, "DAT-2": dat_2, "REC-2": rec_2, "HUM-1": hum_1, "HUM-5": hum_5,
    "REC-3": journeys_alone("cold-start:silent"), "TER-1": journeys_alone("island:silent"),
}  # fmt: skip
