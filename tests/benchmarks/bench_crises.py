"""Table of all crises of the library on both demonstration suppliers, at the shortest length.

    python tests/benchmarks/bench_crises.py [--folder runs/crises] [CRISIS …]

One pair after the other, about three minutes each. A crisis that has its pair in the folder is not
played again: interrupt it and go on later, or delete what is to be played anew. Void trials are
listed. `docs/calibration.md` has the last complete table.
"""

import argparse
import math
import subprocess
import sys
from pathlib import Path

from epreuve.audits.crises.crisis import crisis_ids
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment

SUPPLIERS = ("sobre", "fragile")
LIMIT = 900  # seconds for a pair
HEAD = (
    "| crisis | sobre | receipts lost | fragile | receipts lost | its knock-outs "
    "| arrivals offered |\n| --- | --- | --- | --- | --- | --- | --- |"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("crises", nargs="*", default=list(crisis_ids()))
    parser.add_argument("--folder", type=Path, default=Path("runs/crises"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(HEAD)
    for crisis in options.crises:
        folder = options.folder / crisis
        if not folder.exists():
            _play(crisis, folder)
        print(_row(crisis, folder), flush=True)


def _play(crisis: str, folder: Path) -> None:
    words = ["demo", "--crisis", crisis, "--scale", "60", "--lang", "en", "--folder", str(folder)]
    with folder.with_suffix(".log").open("wb") as log:
        subprocess.run(
            [sys.executable, "-m", "epreuve.audits", *words],
            stdout=log, stderr=log, timeout=LIMIT,
        )  # fmt: skip


def _row(crisis: str, folder: Path) -> str:
    assessments = []
    for name in SUPPLIERS:
        path = folder / name / "assessment.json"
        if not path.exists():
            return f"| {crisis} | not judged, see {folder}.log | | | | | |"
        assessments.append(read_assessment(path))
    sober, frail = assessments
    knockouts = ", ".join(knockout.id for knockout in frail.result.knockouts) or "none"
    offered = " · ".join(
        f"{assessment.bench.generator.started} of {assessment.bench.generator.intended}"
        for assessment in assessments
    )
    return (
        f"| {crisis} | {_rendered(sober)} | {_lost(sober)} | {_rendered(frail)} | {_lost(frail)} "
        f"| {knockouts} | {offered} |"
    )


def _rendered(assessment: Assessment) -> str:
    result = assessment.result
    if result.letter is None:
        return f"no letter: {result.letter_note.en if result.letter_note else ''}"
    return f"{result.letter} {_down(result.score)} (floor {_down(result.floor)})"


def _down(score: float | None) -> str:
    return "–" if score is None else f"{math.floor(score * 10) / 10:.1f}"


def _lost(assessment: Assessment) -> str:
    return f"{assessment.receipts.lost} of {assessment.receipts.audited}"


if __name__ == "__main__":
    main()
