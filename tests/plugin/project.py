"""A project with a profile, and the outcomes that pytest reports for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.grid.grid import load_grid

CRITERIA = [criterion.id for criterion in load_grid().criteria]
GOLDEN = Path(__file__).parents[1] / "reports" / "golden" / "assessment.json"
PROFILE = """\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 1/s}
journeys: {lire: {critical: true, steps: [{get: /, expect: {status: 200}}]}}
gate: {floor: 25, no_knockouts: false, criteria: {DAT-1: 20}, warn: {floor: 90}}
"""
# An audit takes minutes: here it leaves a frozen assessment.
AUDIT = """\
import shutil
import sys
import types
from pathlib import Path
from epreuve.reports.document import read_assessment

def play(plan, folder, listener, consent):
    with Path("plays.txt").open("a") as file:
        file.write(f"{plan.scale:g}\\n")
    folder.note(played=1.0, interrupted=None, ended=None)

def assess_run(folder):
    shutil.copy("frozen.json", folder.assessment)
    return read_assessment(folder.assessment)

sys.modules["epreuve.audits.execution.run"] = types.SimpleNamespace(play=play)
sys.modules["epreuve.audits.scoring.assess"] = types.SimpleNamespace(assess_run=assess_run)
"""


def run_pytest(project: pytest.Pytester, *words: str) -> pytest.RunResult:
    """Run pytest without other plugins, which take a second each to load."""
    return project.runpytest_subprocess("-p", "no:locust", "-p", "no:hypothesispytest", *words)


def plays(project: pytest.Pytester) -> list[str]:
    return (project.path / "plays.txt").read_text().split()


def frozen_assessment() -> dict[str, Any]:
    """Return the golden assessment with one finding per criterion of the grid.

    A criterion that is newer than the golden run is inconclusive.
    """
    assessment: dict[str, Any] = json.loads(GOLDEN.read_text())
    findings = {finding["id"]: finding for finding in assessment["findings"]}
    newer = {**assessment["findings"][0], "outcome": "inconclusive", "score": None}
    assessment["findings"] = [findings.get(id, {**newer, "id": id}) for id in CRITERIA]
    return assessment


def outcomes(prefix: str = "") -> dict[str, int]:
    """Return the outcomes of the criteria whose id has a prefix, under the gate above."""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for finding in frozen_assessment()["findings"]:
        minimum = 20 if finding["id"] == "DAT-1" else 50
        if not finding["id"].startswith(prefix):
            continue
        if finding["outcome"] != "scored":
            counts["skipped"] += 1
        else:
            counts["passed" if finding["score"] >= minimum else "failed"] += 1
    return counts
