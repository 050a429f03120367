"""Criteria of pages and of third parties, recomputed."""

from statistics import median

from tests.figures.criteria import RECOMPUTED, Values, cells, dependencies_of, shares
from tests.figures.run import Counts, Run

KB = 14_000  # bytes of a page that a second visit may load


def fru_1(run: Run) -> Values:
    """First page on an EDGE link."""
    pages = [one for _, _, one in run.observations("edge page")]
    if not pages:
        return []
    (page,) = pages
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
    if not pages:
        return []
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
    own = dependencies_of(run, "DB", "OBJ", "BO", "AGENT", "TEL")
    return [
        len({
            dependency for (dependency, _), counts in cells(run, "silent").items()
            if dependency not in own and counts.succeeded < counts.tried / 2
        })
    ]  # fmt: skip


def _without(run: Run, name: str) -> Counts:
    rows = [one for (party, _), one in cells(run, "silent").items() if party == name]
    done = sum(one.succeeded for one in rows)
    return Counts(sum(one.tried + one.cut_off for one in rows), done, 0)


def ind_2(run: Run) -> Values:
    """Success without the identity provider, or without another third party that stops one."""
    return [value for name in run.dependencies for value in shares(_without(run, name))]


def ind_3(run: Run) -> Values:
    """Success without the gateway of codes that journeys need most."""
    counts = [_without(run, name) for name in dependencies_of(run, "OTP", "MAIL")]
    return shares(min(counts, key=lambda one: one.succeeded / max(one.tried, 1))) if counts else []


def ind_4(run: Run) -> Values:
    """Receipts given without the payment provider."""
    given = tried = 0
    for name in dependencies_of(run, "PAY"):
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
    own = dependencies_of(run, "DB", "OBJ", "BO", "AGENT", "TEL")
    listen = {name: one["listen"] for name, one in run.dependencies.items()}
    hosts -= {listen[name] for name in own}
    return shares(Counts(len(hosts), len(hosts & set(listen.values())), 0))


RECOMPUTED |= {
    "FRU-1": fru_1,
    "FRU-2": fru_2,
    "FRU-3": fru_3,
    "FRU-5": fru_5,
    "IND-1": ind_1,
    "IND-2": ind_2,
    "IND-3": ind_3,
    "IND-4": ind_4,
    "IND-6": ind_6,
}
