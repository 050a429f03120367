"""Crises of other kinds than the reference, played to their end on both demonstration suppliers.

A region without power: with the reference crisis of test_demonstration.py, two kinds. All
eighteen are played by tests/benchmarks/bench_crises.py.
"""

import re
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

import epreuve.audits.demo
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from tests.harness.pairs import SUPPLIERS, audit_pair
from tests.harness.repeat import play_until_valid

pytestmark = pytest.mark.slow

PROFILES = Path(epreuve.audits.demo.__path__[0])
CRISES = ("blackout",)

Pair = dict[str, Assessment]


def play(crisis: str, port: int, folder: Path) -> None:
    """Play a crisis on both suppliers; `port` replaces the first two digits of their ports."""
    for name in SUPPLIERS:
        profile = (PROFILES / f"{name}.yaml").read_text()
        moved = re.sub(r"(?<=127\.0\.0\.1:)18", str(port), profile)
        (folder / f"{name}.yaml").write_text(moved)
    audit_pair(folder, "--crisis", crisis)


def assess(crisis: str, port: int, folder: Path) -> Pair:
    """Return the assessments of both suppliers, from a valid audit."""
    valid = play_until_valid(partial(play, crisis, port), folder)
    return {name: read_assessment(valid / name / "assessment.json") for name in SUPPLIERS}


AUDITS = {crisis: partial(assess, crisis, port) for port, crisis in enumerate(CRISES, 20)}
Results = dict[str, Future[Pair]]


@pytest.mark.parametrize("crisis", CRISES)
def test_a_crisis_is_played_to_its_end_and_assessed(audits: Results, crisis: str) -> None:
    for assessment in audits[crisis].result().values():
        assert assessment.crisis.id == crisis
        assert assessment.run.interrupted is None
        assert assessment.result.letter is not None, assessment.result.letter_note
        errors = [finding for finding in assessment.findings if finding.outcome == "error"]
        assert [f"{finding.id}: {finding.reason.en}" for finding in errors] == []
        generator = assessment.bench.generator
        assert generator.started >= 0.95 * generator.intended


@pytest.mark.parametrize("crisis", CRISES)
def test_the_sober_supplier_never_scores_below_the_fragile_one(
    audits: Results, crisis: str
) -> None:
    pair = audits[crisis].result()
    sober, fragile = (pair[name].result for name in SUPPLIERS)
    assert sober.score is not None
    assert fragile.score is not None
    assert sober.score >= fragile.score
    assert sober.floor >= fragile.floor
    assert pair["sobre"].receipts.lost == 0
