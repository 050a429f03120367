"""Seal, journal and verification of a run."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.cli.verify import verify
from epreuve.audits.runs import journal
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.runs.seal import (
    BLOCK,
    SEALED,
    changed_files,
    first_difference,
    seal,
    seal_sha256,
)


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run-1"
    folder.mkdir()
    for name in SEALED:
        (folder / name).write_bytes(bytes(range(256)) * 20)
    return folder


def test_an_unchanged_run_has_no_problem(run):
    seal(run)
    assert list(changed_files(run)) == []


@pytest.mark.parametrize("at", [0, 1_023, 1_024, 5_119])
def test_a_changed_byte_is_located_in_its_block(run, at):
    seal(run)
    path = run / "evidence.db"
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    block = at // BLOCK * BLOCK
    assert [str(line) for line in changed_files(run)] == [
        f"evidence.db: changed; first change between bytes {block:,} and {block + BLOCK - 1:,}"
    ]


def test_appended_and_missing_files_are_reported(run):
    seal(run)
    (run / "plan.json").open("ab").write(b"x")
    (run / "run.json").unlink()
    assert sorted(map(str, changed_files(run))) == [
        "plan.json: changed; first change between bytes 5,120 and 6,143",
        "run.json: is missing",
    ]


def test_the_journal_counts_and_chains_runs(tmp_path):
    lines = [json.loads(journal.append(tmp_path, f"run-{n}", f"seal-{n}")) for n in (1, 2, 3)]
    assert [line["n"] for line in lines] == [1, 2, 3]
    assert lines[0]["previous"] == journal.FIRST
    assert list(journal.problems(tmp_path, "run-2", "seal-2")) == []


def test_a_run_removed_from_the_journal_breaks_the_chain(tmp_path):
    for n in (1, 2, 3):
        journal.append(tmp_path, f"run-{n}", f"seal-{n}")
    path = tmp_path / journal.NAME
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[2]]) + "\n")
    problems = list(journal.problems(tmp_path, "run-3", "seal-3"))
    assert len(problems) == 1
    assert problems[0].en.endswith(":2: the hash chain is broken: a line was changed or removed")


def test_a_new_seal_is_detected(tmp_path, run):
    journal.append(tmp_path, run.name, seal(run))
    (run / "run.json").write_text("{}")
    seal(run)
    problems = list(journal.problems(tmp_path, run.name, seal_sha256(run)))
    assert len(problems) == 1
    assert "another seal" in problems[0].en


@pytest.mark.parametrize(
    ("expected", "actual", "at"),
    [(b"abc", b"abc", None), (b"abc", b"abd", 2), (b"abc", b"ab", 2), (b"", b"a", 0)],
)
def test_first_different_byte(expected, actual, at):
    assert first_difference(expected, actual) == at


def test_an_assessment_of_another_grid_has_its_own_message(good_run, tmp_path):
    copy = RunFolder(Path(shutil.copytree(good_run.path, tmp_path / "run")))
    copy.seal()
    CliRunner().invoke(epreuve, ["assess", str(copy.path)])
    kept = json.loads(copy.assessment.read_text())
    kept["result"]["floor"] = 99.0
    copy.assessment.write_text(json.dumps(kept))
    assert any("differs from a new assessment" in line.en for line in verify(copy.path))
    kept["grid"]["version"] = "2020.1"
    copy.assessment.write_text(json.dumps(kept))
    lines = [str(line) for line in verify(copy.path) if str(line).startswith("assessment.json")]
    assert len(lines) == 1
    assert "was made with grid 2020.1" in lines[0]
    assert "with the version that made it" in lines[0]


def test_a_folder_that_does_not_exist(tmp_path):
    for verb in ("verify", "assess", "times"):
        result = CliRunner().invoke(epreuve, [verb, str(tmp_path / "absent")])
        assert str(result.exception).endswith("absent: no such folder; give the folder of a run"), (
            verb
        )
