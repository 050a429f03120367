"""The main job with real processes: two suppliers of one service."""

import os
import subprocess
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from tests.harness.pairs import EPREUVE, LIMIT, SUPPLIERS
from tests.harness.programs import ROOT
from tests.harness.repeat import play_until_valid

pytestmark = pytest.mark.slow

LOST = "Des démarches confirmées ont été perdues."


@dataclass(frozen=True)
class Pair:
    """The two runs of a demonstration, and their folder."""

    folder: Path
    sobre: Assessment
    fragile: Assessment


def read(folder: Path) -> Pair:
    """Read the assessments of both suppliers."""
    return Pair(folder, *(read_assessment(folder / name / "assessment.json") for name in SUPPLIERS))


def demonstration(folder: Path) -> Pair:
    """Return the runs of `make demo`, in a checkout whose environment is ready."""
    valid = play_until_valid(_demonstrate, folder)
    [run] = valid.glob("runs/*")
    return read(run)


def _demonstrate(checkout: Path) -> None:
    (checkout / "Makefile").symlink_to(ROOT / "Makefile")
    command = ["make", "demo", f"VENV={sys.prefix}", "-o", f"{sys.prefix}/bin/.ready"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        command, cwd=checkout, env={**kept, "LC_ALL": "fr_FR.UTF-8"},
        capture_output=True, text=True, timeout=LIMIT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert LOST in done.stdout


AUDITS = {"demonstration": demonstration}
Results = dict[str, Future[Pair]]


@pytest.fixture
def pair(audits: Results) -> Pair:
    """The runs of the demonstration."""
    return audits["demonstration"].result()


def assert_distinguished(good: Assessment, bad: Assessment) -> None:
    assert good.result.letter is not None, good.result.letter_note
    assert bad.result.letter is not None, bad.result.letter_note
    assert good.result.letter < bad.result.letter
    assert good.result.letter <= "B"
    assert good.result.knockouts == ()
    assert good.receipts.lost == 0
    assert good.receipts.audited > 100
    assert bad.result.letter >= "E"
    assert "K1" in {knockout.id for knockout in bad.result.knockouts}
    assert bad.receipts.lost > 0


def test_the_robust_supplier_is_distinguished_from_the_fragile_one(pair: Pair) -> None:
    assert_distinguished(pair.sobre, pair.fragile)


def test_no_probe_and_no_judgement_failed(pair: Pair) -> None:
    for run in (pair.sobre, pair.fragile):
        errors = [finding for finding in run.findings if finding.outcome == "error"]
        assert [f"{finding.id}: {finding.reason.en}" for finding in errors] == []
        assert not [warning.en for warning in run.warnings if warning.en.startswith("Probe")]
        assert run.bench.generator.started >= 0.95 * run.bench.generator.intended
        assert run.run.interrupted is None


def test_the_reports_exist_and_are_light(pair: Pair) -> None:
    folder = pair.folder
    pages = [folder / f"comparison.{language}.html" for language in ("fr", "en")]
    pages += [
        folder / name / f"report.{language}.html" for name in SUPPLIERS for language in ("fr", "en")
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert len(text.encode()) <= 100_000, page
        assert "<script" not in text
    assert LOST in (folder / "fragile" / "report.fr.html").read_text(encoding="utf-8")
    assert LOST not in (folder / "sobre" / "report.fr.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SUPPLIERS)
def test_a_second_assessment_has_the_same_bytes(pair: Pair, name: str) -> None:
    run = pair.folder / name
    before = (run / "assessment.json").read_bytes()
    subprocess.run([EPREUVE, "assess", str(run)], capture_output=True, timeout=60)
    assert (run / "assessment.json").read_bytes() == before
