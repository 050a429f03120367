"""Check of the page of several runs of one crisis (`--runs`).

Each result, and each table, is that of one of the runs; receipts are summed.
"""

import json
import re
from pathlib import Path

from tests.figures.check import mistakes_by_part
from tests.figures.page import Place, near, numbers, read_page
from tests.figures.receipt_criteria import dat_2, of_losses
from tests.figures.run import Run
from tests.figures.tables import older_receipts, receipt_counts, shown_receipts

TRIALS = re.compile(r"Valid trials: .*? Seeds: [\d, ]+")
SUMMED = ("receipts", "DAT-1", "DAT-2")


def series_mistakes(folder: Path, html: str | None = None) -> list[str]:
    """Return a sentence for each number of the page that no run and no sum explains."""
    html = html or (folder / "report.en.html").read_text(encoding="utf-8")
    runs = [Run(trial) for trial in sorted(folder.glob("trial-*"))]
    for run in runs:
        run.assessment = json.loads((folder / "assessment.json").read_text())
    first, *others = [mistakes_by_part(run, html) for run in runs]
    found = [
        mistake for part, inner in first.items()
        if part not in SUMMED and all(one.get(part) for one in others) for mistake in inner
    ]  # fmt: skip
    page = read_page(html)
    return [*found, *_summed(runs, page), *_trials(runs, page)]


def _trials(runs: list[Run], page: dict[Place, str]) -> list[str]:
    """Return what differs in the numbers of runs that are valid, and in their seeds."""
    match = TRIALS.search(page.get(Place("bench"), ""))
    shown = numbers(match[0]) if match else []
    seeds = [run.plan["seed"] for run in runs]
    expected = [len(runs), len(runs), *seeds]
    return [] if shown == [str(one) for one in expected] else [f"trials: {shown}, {expected}"]


def _summed(runs: list[Run], page: dict[Place, str]) -> list[str]:
    counts = [sum(column) for column in zip(*map(receipt_counts, runs), strict=True)]
    older = sum(len(older_receipts(run)) for run in runs)
    expected, shown = shown_receipts(counts), numbers(page.get(Place("receipts"), ""))
    found = []
    if len(shown) < len(expected) or not all(map(near, shown, expected)):
        found.append(f"receipts: {shown} is not {expected}")
    *losses, _ = counts
    known = {
        "DAT-1": of_losses(*losses, older),
        "DAT-2": [*counts, *(value for run in runs for value in dat_2(run))],
    }
    for place, text in page.items():
        if place.criterion in known and place.part in ("summary", "Observation"):
            shown = numbers(re.sub(r" \d+$", "", text))  # without the score
            found += [
                f"{place.criterion}: {one} in {text!r}" for one in shown
                if not any(near(one, value) for value in known[place.criterion])
            ]  # fmt: skip
    return found
