"""Further criteria: reloads, deferred submissions, calls, the rebound, exports, providers."""

from tests.figures.criteria import RECOMPUTED, Values, shares
from tests.figures.run import Counts, Run


def con_5(run: Run) -> Values:
    """Reloads of each stage of the crisis without a power cut, and useful first requests."""
    values: Values = [10]
    useful = reloads = 0
    for stage in run.plan["crisis"]["stages"]:
        if stage["phase"] != "during" or stage["cuts"]:
            continue
        window = run.window(stage["id"])
        ((sent, again),) = run.rows(
            "SELECT ifnull(sum(outcome = 'success'), 0), ifnull(sum(attempt > 0), 0) FROM request "
            "WHERE intended >= ? AND intended < ?", window.start, window.closes,
        )  # fmt: skip
        useful, reloads = max(useful, sent), reloads + again
        values += [sent, again]
    return [*values, useful, reloads]


def deg_5(run: Run) -> Values:
    """Journeys filed with a partner silent, and processed."""
    processed = {one["arrival"]: one["processed"] for _, _, one in run.observations("receipt")}
    filed = done = unread = 0
    for name, dependency in run.plan["profile"]["dependencies"].items():
        if dependency["set"] not in ("BO", "API"):
            continue
        window = run.window(f"{name}:silent")
        journeys = [
            one for one in run.critical if run.plan["profile"]["journeys"][one]["processed"]
        ]
        marks = ", ".join("?" * len(journeys))
        rows = run.attempts(window, f"journey IN ({marks})", *journeys)
        filed += len(rows)
        for _, _, _, arrival, receipt_at in rows:
            in_time = -1 < receipt_at <= window.end
            done += in_time and processed.get(arrival) is True
            unread += in_time and processed.get(arrival) is None
    return [*shares(Counts(filed, done, 0)), *shares(Counts(filed - unread, done, 0)), unread]


def deg_9(run: Run) -> Values:
    """Connections of each window to each dependency, as the proxies counted them."""
    readings: dict[str, list[dict[str, int]]] = {}
    for _, subject, one in run.observations("traffic"):
        readings.setdefault(subject, []).append(one["opened"])
    values: Values = []
    for name in run.plan["profile"]["dependencies"]:
        link = f"dependency-{name}"
        counts = [one[-1].get(link, 0) - one[0].get(link, 0) for one in readings.values()]
        values += counts
        values += [a + b for a in counts for b in counts]
    return values


def dat_6(run: Run) -> Values:
    """Files and receipts of the exports."""
    users = [one for _, _, one in run.observations("user export")]
    whole = [one for _, _, one in run.observations("full export")]
    read = [one for one in users if one["answered"] and one["format"] is not None]
    complete = sum(not one["missing"] for one in read)
    found, expected = sum(one["found"] for one in whole), sum(one["expected"] for one in whole)
    points = 50 * complete / max(len(users), 1) + 50 * found / max(expected, 1)
    return [complete, len(users), found, expected, points, 0.6 * points, 60, 0, 404, 2]


def ind_9(run: Run) -> Values:
    """Functions of the largest provider."""
    most = len(run.plan["profile"]["dependencies"]) + 3
    counts = [float(n) for n in range(most)]
    points = [100 * (1 - a / b) / 0.6 for a in counts[1:] for b in counts[1:] if a <= b]
    return [*counts, *points]  # the number of functions, and the points of a share of them


def rec_5(run: Run) -> Values:
    """Critical journeys in the stage of the return with the highest load."""
    stages = [one for one in run.plan["crisis"]["stages"] if one["phase"] == "after"]
    values: Values = [90]
    for stage in stages:
        window = run.window(stage["id"])
        earlier = {
            name
            for one in run.plan["crisis"]["stages"] if one["phase"] == "during"
            for name in one["networks"]
        }  # fmt: skip
        known = [name for name in stage["networks"] or ["control"] if name in {*earlier, "control"}]
        counts = run.critical_journeys(window, known)
        values += [counts.succeeded, counts.tried, 100 * counts.succeeded / max(counts.tried, 1)]
    return values


def rec_4(run: Run) -> Values:
    """Submissions filed during the outage of a partner, and the time to process them."""
    values: Values = []
    for _, _, one in run.observations("backlog"):
        took = one["completed_at"] - one["partner_back_at"]
        ratio = took / one["outage"] if one["outage"] else 0.0
        values += [one["filed"], one["left"], one["unanswered"], one["outage"], took, ratio]
    return values


RECOMPUTED |= {
    "CON-5": con_5, "DEG-5": deg_5, "DEG-9": deg_9, "DAT-6": dat_6, "IND-9": ind_9, "REC-5": rec_5,
    "REC-4": rec_4,
}  # fmt: skip
