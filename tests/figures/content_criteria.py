"""Criteria of what pages contain, recomputed: all numbers of a result, in the page's order."""

import math
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from tests.figures.criteria import dependencies_of
from tests.figures.page import numbers
from tests.figures.run import Json, Run
from tests.figures.tables import older_receipts, receipt_counts

Values = list[float]

PAGE_BYTES, PDF_BYTES, CACHED = 14_000, 100_000, 86_400
DICTATED = 12  # characters of a number
DOM = (
    0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801,
    2479, 594601,
)  # fmt: skip
REQUESTS = (
    0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920,
)  # fmt: skip
KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27,
    1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
)  # fmt: skip
"""Bounds of the twentieths of pages: https://github.com/cnumr/ecoindex_python."""


def deg_6(run: Run) -> Values:
    """Five checks of the status page, read in a power cut; no number where there is no page."""
    if run.plan["profile"]["status_page"] in (None, "none"):
        return []
    cuts = _proven_cuts(run)
    page = next(
        one for time, _, one in run.observations("status page")
        if any(start <= time <= end for start, end in cuts)
    )  # fmt: skip
    if not page["answered"]:
        return [0]
    found = [page["states_availability"], page["human_channel"], page["other_host"]]
    return [20 * (1 + (page["bytes"] <= PAGE_BYTES) + sum(found))]


def _proven_cuts(run: Run) -> list[tuple[float, float]]:
    """Return the start and the end of each power cut in which nothing responded."""
    off, on = run.observations("power off"), run.observations("power on")
    starts = [time for time, _, _ in off]
    cuts = []
    for (start, _, cut), (_, following) in zip(off, pairwise([*starts, math.inf]), strict=True):
        back = [(time, one) for time, _, one in on if start <= time < following]
        is_void = cut["report"]["survivors"] or any(one["answered"] is not None for _, one in back)
        if not is_void:
            cuts.append((start, back[0][0] if back else math.inf))
    return cuts


def dat_3(run: Run) -> Values:
    """Five qualities of the receipt, which each critical journey must have."""
    pages = [one for _, _, one in run.observations("receipt page")]
    _, read, lost, altered, *_ = map(float, receipt_counts(run))
    number = all(one["shows_number"] for one in pages)
    qualities = [
        number and all(one["shows_date"] for one in pages),
        number and all(one["print_style"] for one in pages),
        _each_receipt_is_sent(run),
        not lost and altered <= max(1, read / 100),
        all(one["human_channel"] and one["number_length"] <= DICTATED for one in pages),
    ]
    return [20 * sum(qualities)]


def _each_receipt_is_sent(run: Run) -> bool:
    """Return whether gateways had a connection for each receipt of the cell without a fault."""
    cell = run.window("control:normal")
    marks = ", ".join("?" * len(run.critical))
    rows = run.attempts(cell, f"journey IN ({marks}) AND receipt <> ''", *run.critical)
    readings = [one["opened"] for _, name, one in run.observations("traffic") if name == cell.name]
    links = [f"dependency-{name}" for name in dependencies_of(run, "OTP", "MAIL")]
    opened = sum(readings[-1].get(one, 0) - readings[0].get(one, 0) for one in links)
    return 0 < len(rows) <= opened


def dat_3_unassessed(run: Run) -> Values:
    """Receipts read, and those before the last cut, which are too few; the fewest."""
    given, read, *_ = map(float, receipt_counts(run))
    return [read, len(older_receipts(run)), given - read, 30]


def fru_4(run: Run) -> Values:
    """Median EcoIndex, of how many points, and the number of pages; the version of a browser."""
    pages = [one for _, _, one in run.observations("page")]
    version = [float(one.replace(",", "")) for one in numbers(pages[0]["reader"])]
    return [math.floor(median(map(_ecoindex, pages))), 100, len(pages), *version]


def _ecoindex(page: Json) -> float:
    dom, requests = _rank(DOM, page["elements"]), _rank(REQUESTS, page["requests"])
    size = _rank(KILOBYTES, page["bytes"] / 1000)
    return max(round(100 - 5 * (3 * dom + 2 * requests + size) / 6), 0)


def _rank(bounds: tuple[float, ...], value: float) -> float:
    """Return the number of bounds below a value, with the part of the way to the next."""
    passed = min(bisect_right(bounds, value), len(bounds))
    if passed == len(bounds):
        return passed - 1
    low, high = bounds[passed - 1 : passed + 1]
    return passed - 1 + (value - low) / (high - low)


def fru_7(run: Run) -> Values:
    """Points of the page of the minimum service: light, kept for a day, printable."""
    (_, _, page), *_ = run.observations("essential page")
    pdf = page["pdf_bytes"]
    printable = page["print_style"] or (pdf is not None and pdf <= PDF_BYTES)
    light, cached = page["bytes"] <= PAGE_BYTES, page["lifetime"] >= CACHED
    return [40 * light + 30 * cached + 30 * printable]


def ind_5(run: Run) -> Values:
    """Seconds that the slowest page adds, rounded up; no number for a page that never came."""
    usual = {path: one for _, path, one in run.observations("page")}
    added = [0.0]
    for _, path, one in run.observations("comfort page"):
        if usual[path]["third_parties"] or usual[path]["outcome"] != "success":
            late = math.inf if one["useful"] is None else one["useful"]
            added.append(late - usual[path]["useful"])
    slowest = max(added)
    return [] if math.isinf(slowest) else [math.ceil(round(100 * slowest, 6)) / 100]


def ind_5_unassessed(run: Run) -> Values:
    """Numbers of the addresses that pages load from."""
    hosts = {host for _, _, one in run.observations("page") for host in one["third_parties"]}
    return [float(one) for host in hosts for one in numbers(host)]


CONTENT: dict[str, Callable[[Run], Values]] = {
    "DEG-6": deg_6,
    "DAT-3": dat_3,
    "FRU-4": fru_4,
    "FRU-7": fru_7,
    "IND-5": ind_5,
}
"""Criterion → all numbers of its summary and its observation, where it was assessed."""
UNASSESSED: dict[str, Callable[[Run], Values]] = {
    "DAT-3": dat_3_unassessed,
    "IND-5": ind_5_unassessed,
}
"""Criterion → numbers that the reason may show, where it was not assessed."""
