"""Lost receipts, and users who sent again: the numbers that their causes name."""

import math
import re

from tests.figures.criteria import Values
from tests.figures.return_criteria import actual_cuts
from tests.figures.run import Run
from tests.figures.sentences import Check


def _ages(run: Run) -> tuple[Values, Values]:
    """Return the seconds to the next cut of each lost receipt and of each one that was kept."""
    cuts = [(start, end) for start, end, void in actual_cuts(run) if not void]
    given = dict(run.rows("SELECT arrival, receipt_at FROM attempt WHERE receipt <> ''"))
    lost: Values = []
    kept: Values = []
    for arrival, state in {
        one["arrival"]: one["state"] for _, _, one in run.observations("receipt")
    }.items():
        if arrival in given and state in ("lost", "stored"):
            at = given[arrival]
            is_under_way = any(start <= at < (end or start) for start, end in cuts)
            later = [start - at for start, _ in cuts if start >= at]
            age = 0.0 if is_under_way else min(later, default=math.inf)
            (lost if state == "lost" else kept).append(age)
    return lost, kept


def _newest(run: Run, match: re.Match[str]) -> list[Values]:
    lost, kept = _ages(run)
    age = max(lost, default=0.0)
    return [[len(lost), age, sum(age < one < math.inf for one in kept)]]


def _in_memory(run: Run, match: re.Match[str]) -> list[Values]:
    lost, kept = ([one for one in ages if one < math.inf] for ages in _ages(run))
    return [[len(lost) + len(kept), len(lost), max(lost, default=0.0)]]


def _without_cut(run: Run, match: re.Match[str]) -> list[Values]:
    lost, _ = _ages(run)
    return [[len(lost), lost.count(math.inf)]]


def _older(run: Run, match: re.Match[str]) -> list[Values]:
    lost, kept = _ages(run)
    age = max((one for one in lost if one < math.inf), default=0.0)
    return [[len(lost), age, sum(one <= age for one in kept)]]


def _sent_twice(run: Run, match: re.Match[str]) -> list[Values]:
    known = [one["unique"] for _, _, one in run.observations("lost answer")]
    return [[len(known) - known.count(None), known.count(False)]]


def _shared(run: Run, match: re.Match[str]) -> list[Values]:
    cuts = [start for start, _, _ in actual_cuts(run)]
    holders: dict[tuple[str, str, int], int] = {}
    for journey, receipt, at in run.rows(
        "SELECT journey, receipt, receipt_at FROM attempt WHERE receipt <> ''"
    ):
        key = journey, receipt, sum(cut < at for cut in cuts)
        holders[key] = holders.get(key, 0) + 1
    recorded = [one["holders"] for _, _, one in run.observations("receipt mistake")]
    return [[max([*recorded, *holders.values()], default=0)]]


LOSSES: dict[str, Check] = {
    r"Lost receipts: [\d,]+ (\(.*?\)), all given at most .*? at a cut: [\d,]+": _newest,
    r"Receipts given before a power cut: [\d,]+, .*? after it was given": _in_memory,
    r"Lost receipts: [\d,]+ (\(.*?\))\. Without a power cut after them: [\d,]+": _without_cut,
    r"Lost receipts: [\d,]+ (\(.*?\)), up to .*? that are kept: [\d,]+": _older,
    r"who sent the same request again: [\d,]+, of whom stored twice: [\d,]+": _sent_twice,
    r"[\d,]+ users of (.*?) got the same receipt": _shared,
}
