"""Further criteria: deferred submissions, exports, providers."""

from tests.figures.criteria import RECOMPUTED, Values, shares
from tests.figures.run import Counts, Run


def deg_5(run: Run) -> Values:
    """Journeys filed with a partner silent, and processed."""
    processed = {one["arrival"]: one["processed"] for _, _, one in run.observations("receipt")}
    filed = done = unread = 0
    for name, dependency in run.dependencies.items():
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
    most = len(run.dependencies) + 3
    counts = [float(n) for n in range(most)]
    points = [100 * (1 - a / b) / 0.6 for a in counts[1:] for b in counts[1:] if a <= b]
    return [*counts, *points]  # the number of functions, and the points of a share of them


def rec_4(run: Run) -> Values:
    """Submissions filed during the outage of a partner, and the time to process them."""
    values: Values = []
    for _, _, one in run.observations("backlog"):
        took = one["completed_at"] - one["partner_back_at"]
        ratio = took / one["outage"] if one["outage"] else 0.0
        values += [one["filed"], one["left"], one["unanswered"], one["outage"], took, ratio]
    return values


RECOMPUTED |= {
    "DEG-5": deg_5, "DAT-6": dat_6, "IND-9": ind_9, "REC-4": rec_4,
}  # fmt: skip
