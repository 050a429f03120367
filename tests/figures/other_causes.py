"""Causes in pages and after power cuts: the numbers that advice names, and those of the advice."""

import math
import re

from tests.figures.criteria import Values
from tests.figures.load_causes import size
from tests.figures.run import Run
from tests.figures.sentences import Check


def _again(run: Run, match: re.Match[str]) -> list[Values]:
    pages = [one for _, _, one in run.observations("page")]
    worst = max(pages, key=lambda one: one["repeat_bytes"] or 0)
    share = min(worst["repeat_bytes"] / worst["bytes"], 1.0)
    return [[size(worst["repeat_bytes"]), 100 * share]]


def _added(run: Run) -> Values:
    """Return the seconds that silent third parties add to each page, infinite for none."""
    usual = {path: one for _, path, one in run.observations("page")}
    found: Values = []
    for _, path, one in run.observations("comfort page"):
        before = usual.get(path)
        if before and (before["third_parties"] or before["outcome"] != "success"):
            late = math.inf if one["useful"] is None else one["useful"] - before["useful"]
            found.append(max(late, 0.0))
        else:
            found.append(0.0)
    return found


def _later(run: Run, match: re.Match[str]) -> list[Values]:
    return [[max(_added(run))]]


def _waiting(run: Run, match: re.Match[str]) -> list[Values]:
    added = _added(run)
    return [[sum(one > 1 for one in added), len(added)]]


def _constant(run: Run, match: re.Match[str]) -> list[Values]:
    return [[]]  # all its numbers are in the group: the pattern has them


OTHERS: dict[str, Check] = {
    r"A second visit of (\S+) transfers .*? of the first visit": _again,
    r"was useful [\d.]+ s later": _later,
    r"Pages that wait: \d+ of \d+": _waiting,
    r"(time limit of 2 seconds)": _constant,
    r"(page of the journey below (?:150|14) kB)": _constant,
    r"(with status 429 or 503)": _constant,
    r"(its own status, 429 or 503)": _constant,
    r"(step by step \(503 with)": _constant,
    r"(a document 60%)": _constant,
    r"(after 24 months half of the points are left, after 36 none)": _constant,
    r"([\d.,]+(?:%| h| min| s| d| days?)? is declared; [\d.,]+\S*(?: h| min| s| d| days?)? has "
    r"all of the points)": _constant,
}
