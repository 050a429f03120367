"""Steps at which journeys stopped while a dependency was silent: the counts that advice names."""

import re
from collections import Counter

from tests.figures.criteria import Values, cells
from tests.figures.run import TIMED, Run
from tests.figures.sentences import Check

WAITED = set(TIMED) - {"success"}


def stops(run: Run, title: str) -> dict[str, list[tuple[int, int, bool]]]:
    """Return journeys stopped and tried, and whether they waited, of a dependency, by step."""
    found: dict[str, list[tuple[int, int, bool]]] = {}
    for (dependency, journey), counts in cells(run, "silent").items():
        if run.title(dependency) != title or counts.succeeded >= counts.tried / 2:
            continue
        window = run.window(f"{dependency}:silent")
        ends = [
            (step, outcome in WAITED or ended > window.end)
            for outcome, ended, step in run.rows(
                "SELECT outcome, ended, step FROM attempt WHERE intended >= ? AND intended < ? "
                "AND journey = ? AND outcome NOT IN ('no link', 'dropped', 'error') "
                "ORDER BY intended, arrival", window.start, window.closes, journey,
            ) if outcome != "success" or ended > window.end
        ]  # fmt: skip
        ((step, stopped),) = Counter(name for name, _ in ends).most_common(1)
        waited = sum(has_waited for name, has_waited in ends if name == step)
        tried = counts.tried + counts.cut_off
        found.setdefault(step, []).append((stopped, tried, 2 * waited > stopped))
    return found


def _stopped(run: Run, match: re.Match[str]) -> list[Values]:
    """Return the sums of the steps that a text names: those that waited, or the others."""
    named = re.findall(r"“(.*?)”", match[2])
    title = re.split(r"(?:: |; |^)", match[1])[-1].strip()
    mine = [one for step, inner in stops(run, title).items() if step in named for one in inner]
    alternatives = [mine, *([one for one in mine if one[2] is state] for state in (True, False))]
    return [[sum(n for n, _, _ in part), sum(n for _, n, _ in part)] for part in alternatives]


STOPS: dict[str, Check] = {
    r"((?:(?<=: )|(?<=; ))[^:;]+?) at ((?:“[^”]*”(?:, | and )?)+) \([\d,]+ of [\d,]+\)": _stopped,
}
