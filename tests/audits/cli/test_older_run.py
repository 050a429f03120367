"""A run of epreuve 0.1: each verb that needs its plan or its evidence says what to do."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from epreuve.audits.cli.shared.group import main
from epreuve.audits.runs.seal import seal
from tests.audits.gates.conftest import document

VERBS = ("assess", "times", "gate", "verify", "export chaostoolkit")
PLAN = {"epreuve": "0.1.0", "relances": [5, 0.5, 1.5]}
EVIDENCE = "CREATE TABLE observation(time REAL, probe TEXT, subject TEXT, value TEXT)"


@pytest.fixture
def old_run(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "plan.json").write_text(json.dumps(PLAN))
    (folder / "run.json").write_text('{"id": "old", "started": "2026-01-01T00:00:00+00:00"}')
    (folder / "assessment.json").write_text(json.dumps(document()))
    with sqlite3.connect(folder / "evidence.db") as database:
        database.execute(EVIDENCE)
    database.close()
    seal(folder)
    return folder


@pytest.mark.parametrize("verb", VERBS)
def test_a_run_of_0_1_is_refused_with_a_remedy(
    verb: str, old_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*verb.split(), str(old_run)])
    out, error = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert error == (
        f"epreuve: {old_run}/evidence.db: was written by epreuve 0.1, whose format this version "
        "cannot read; assess it with epreuve 0.1.x, or run the crisis again\n"
    )


@pytest.mark.parametrize("verb", VERBS)
def test_a_wrong_plan_is_one_plain_line(
    verb: str, old_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (old_run / "evidence.db").unlink()
    with pytest.raises(SystemExit) as ended:
        main([*verb.split(), str(old_run)])
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        f"epreuve: {old_run}/plan.json: is not a plan of this version (profile: is missing); "
        "take it from a copy, or run the crisis again\n"
    )


def test_a_comparison_needs_no_plan(old_run: Path) -> None:
    other = shutil.copytree(old_run, old_run.parent / "other")
    with pytest.raises(SystemExit) as ended:
        main(["compare", str(old_run), str(other), "--folder", str(old_run.parent / "out")])
    assert ended.value.code == 0
