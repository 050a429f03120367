"""Criteria of receipts, power cuts and the human channel, recomputed."""

from tests.figures.criteria import RECOMPUTED, Values, shares
from tests.figures.run import Counts, Json, Run
from tests.figures.tables import older_receipts, receipt_counts


def dat_1(run: Run) -> Values:
    """Receipts lost among those read, those before the last cut, and the rule of three."""
    given, read, lost, altered, _ = receipt_counts(run)
    return of_losses(given, read, lost, altered, len(older_receipts(run)))


def of_losses(given: int, read: int, lost: int, altered: int, older: int) -> Values:
    """Return these counts, the share of losses, and its bound by the rule of three."""
    bound = 3 / older if older else 1.0
    return [given, read, lost, altered, older, 100 * lost / max(read, 1), 100 * bound, 0, 95]


def dat_2(run: Run) -> Values:
    """Receipts duplicated or altered; users whose response was lost, and those stored twice."""
    given, read, _, altered, twice, *_ = map(float, receipt_counts(run))
    probes = [one for _, _, one in run.observations("lost answer")]
    counted = [one for one in probes if one["unique"] is not None]
    double = sum(one["unique"] is False for one in counted)
    resent = _resent(run)
    values = [given, read, altered, twice, double, len(counted), resent, resent + len(counted)]
    values += [100 * (altered + twice) / max(read, 1), 300 / max(resent + len(counted), 1), 95]
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
    if not pages:
        return []
    return [100 * points / n, both, n, one_only, 100 * (points + unread) / n]


def hum_5(run: Run) -> Values:
    """Automatic tests of accessibility that passed: five of each page."""
    pages = [one for _, _, one in run.observations("markup")]
    passed = 5 * len(pages) - sum(len(one["accessibility_defects"]) for one in pages)
    return shares(Counts(5 * len(pages), passed, 0))


def journeys_alone(run: Run) -> Values:
    """Return each number of critical journeys that may be served, and its share."""
    number = len(run.critical)
    return [*range(number + 1), *(100 * n / number for n in range(number + 1))]


RECOMPUTED |= {
    "DAT-1": dat_1,
    "DAT-2": dat_2,
    "REC-2": rec_2,
    "HUM-1": hum_1,
    "HUM-5": hum_5,
    "REC-3": journeys_alone,
    "TER-1": journeys_alone,
}
