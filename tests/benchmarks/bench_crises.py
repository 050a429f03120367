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
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("crises", nargs="*", default=list(crisis_ids()))
    asked.add_argument("--folder", type=Path, default=Path("runs/crises"))
    options = asked.parse_args()
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
    found = []
    for name in SUPPLIERS:
        path = folder / name / "assessment.json"
        if not path.exists():
            return f"| {crisis} | not judged, see {folder}.log | | | | | |"
        found.append(read_assessment(path))
    sober, frail = found
    knockouts = ", ".join(each.id for each in frail.result.knockouts) or "none"
    offered = " · ".join(
        f"{each.bench.generator.started} of {each.bench.generator.intended}" for each in found
    )
    return (
        f"| {crisis} | {_told(sober)} | {_lost(sober)} | {_told(frail)} | {_lost(frail)} "
        f"| {knockouts} | {offered} |"
    )


def _told(found: Assessment) -> str:
    result = found.result
    if result.letter is None:
        return f"no letter: {result.letter_note.en if result.letter_note else ''}"
    return f"{result.letter} {_down(result.score)} (floor {_down(result.floor)})"


def _down(score: float | None) -> str:
    return "–" if score is None else f"{math.floor(score * 10) / 10:.1f}"


def _lost(found: Assessment) -> str:
    return f"{found.receipts.lost} of {found.receipts.audited}"


if __name__ == "__main__":
    main()
