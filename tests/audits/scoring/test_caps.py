"""Caps on score and letter: declarations, worst phase, coverage, modified grid."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from epreuve.audits.grid.grid import OFFICIAL_FOLDER, Grid, load_grid
from epreuve.audits.scoring.score import score
from epreuve.reports.letters import letter_of
from epreuve.reports.text import Text
from tests.audits.marks import GRID, SOUND, family, mark, marks, unassessed


def test_a_family_of_declarations_only_is_capped_at_50() -> None:
    ids = [one.id for one in GRID.family("HUM").criteria if one.kind == "measured"]
    paper = unassessed(marks(100), *ids) | {"HUM-5": mark("HUM-5", 100, measured=False)}
    result = score(GRID, paper).result
    assert family(result, "HUM") == 50
    capped = {one.code: one.note is not None for one in result.families}
    assert [code for code, is_capped in capped.items() if is_capped] == ["HUM"]
    assert family(result, "GOV") == 100  # nothing there can be measured


def test_declarations_alone_bring_at_most_20_points_of_the_mean() -> None:
    paper = {id: one for id, one in marks(100).items() if not one.measured}
    result = score(GRID, paper).result
    assert [one.en for one in result.caps] == [
        "Declarations alone count for at most 20% of the mean."
    ]
    assert result.score == pytest.approx(0.75 * 20 + 0.25 * 50)
    assert result.letter is None


def test_the_worst_phase_caps_the_letter() -> None:
    after = {
        one.id: mark(one.id, 42, SOUND.get(one.id), one.measurable)
        for one in GRID.criteria
        if one.phases == ("after",)
    }
    result = score(GRID, marks(100) | after).result
    assert result.score is not None
    assert letter_of(result.score) == "B"
    assert {one.phase: one.letter for one in result.phases}["after"] == "D"
    assert result.letter == "C"
    [reason] = result.caps
    assert reason.en.startswith("The worst phase has the letter D")


def test_letter_a_needs_a_proof_of_storage_that_shows_what_users_sent() -> None:
    whole = marks(100)
    assert score(GRID, whole).result.letter == "A"
    weak = whole | {"DAT-1": replace(whole["DAT-1"], weak=True)}
    result = score(GRID, weak).result
    assert result.letter == "B"
    assert result.score == score(GRID, whole).result.score
    assert [one.en for one in result.caps] == [
        "Letter A needs evidence on each criterion whose defect limits the letter. Missing or "
        "weak: DAT-1."
    ]


def test_letter_a_needs_85_percent_coverage() -> None:
    gone = [one.id for one in GRID.criteria if one.family in ("TER", "GOV")]
    partly = unassessed(marks(100), *gone)
    assert score(GRID, partly).result.letter == "A"  # 90 %
    result = score(GRID, unassessed(partly, "REC-1", "IND-1")).result  # 85.01 %
    assert (result.letter, result.coverage) == ("A", pytest.approx(0.8501, abs=1e-4))
    result = score(GRID, unassessed(partly, "REC-1", "IND-1", "CON-6")).result
    assert result.letter == "B"
    [reason] = result.caps
    assert reason.en.startswith("Letter A needs a coverage of 85%")


def test_under_60_percent_coverage_there_is_no_letter() -> None:
    gone = [one.id for one in GRID.criteria if one.family in ("CON", "DEG", "HUM")]
    at_the_bound = score(GRID, unassessed(marks(100), *gone)).result
    assert (at_the_bound.coverage, at_the_bound.letter) == (0.60, "B")
    result = score(GRID, unassessed(marks(100), *gone, "TER-4")).result
    assert (result.letter, result.letter_without_knockouts) == (None, None)
    assert result.letter_note is not None
    assert result.letter_note.fr.startswith(
        "La couverture est de 59\N{NARROW NO-BREAK SPACE}% : il en faut 60"
    )
    assert result.score == 100
    assert result.ceiling == 100
    assert result.floor < 60


def test_an_edited_grid_gives_no_letter(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OFFICIAL_FOLDER, tmp_path / "criteria"))
    path = folder / "governance" / "criteria.yaml"
    path.write_text(path.read_text("utf-8").replace("weight: 5", "weight: 9", 1), "utf-8")
    edited: Grid = load_grid(folder)
    result = score(edited, marks(100)).result
    assert result.letter is None
    assert result.score == 100
    assert result.letter_note is not None
    assert result.letter_note.fr.startswith("Grille modifiée")


def test_a_void_reason_removes_the_letter() -> None:
    shaky = Text(fr="banc instable.", en="unstable bench.")
    result = score(GRID, marks(100), void_reasons=[shaky]).result
    assert (result.letter, result.letter_note) == (None, shaky)
