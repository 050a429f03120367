"""Sensitivity of the letter to the weights."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import score, verdict
from epreuve.audits.scoring.sensitivity import DRAWS, sensitivity
from epreuve.audits.scoring.sensitivity_text import render, write

GRID = load_grid()
VALUES = {
    "DAT-1": 0.0,
    "CON-1": 1.0,
    "HUM-1": 1.0,
    "REC-2": 1.0,
    "IND-2": 1.0,
    "IND-6": 1.0,
    "FRU-2": 1.0,
}


def marks(points: Mapping[str, float], others: float) -> dict[str, Mark]:
    """Each criterion has its family's points, and fires no knock-out."""
    return {
        one.id: Mark(
            one.id, "scored", score=points.get(one.family, others), value=VALUES.get(one.id),
            measured=one.measurable,
        )
        for one in GRID.criteria
    }  # fmt: skip


def test_equal_families_give_the_same_letter_with_any_weights() -> None:
    result = sensitivity(GRID, marks({}, 75))
    assert result.stable
    assert result.published.letter == "B"
    assert result.letters == {"B": DRAWS}
    assert result.scores == (pytest.approx(75), pytest.approx(75))
    assert [family.code for family in result.families] == [family.code for family in GRID.families]


def test_a_score_near_a_bound_depends_on_the_weights() -> None:
    scores = marks({"CON": 100}, 62)
    published = score(GRID, scores).result.score
    assert published is not None
    result = sensitivity(GRID, scores)
    con = next(family for family in result.families if family.code == "CON")
    assert con.lighter.score is not None
    assert con.heavier.score is not None
    assert con.lighter.score < published < con.heavier.score
    assert result.scores is not None
    assert result.scores[0] < published < result.scores[1]


@pytest.mark.slow
def test_the_same_seed_gives_the_same_answer() -> None:
    scores = marks({"CON": 90, "REC": 30}, 60)
    assert sensitivity(GRID, scores, 5) == sensitivity(GRID, scores, 5)
    assert sensitivity(GRID, scores, 5).scores != sensitivity(GRID, scores, 6).scores


def test_without_marks_there_is_no_letter_under_any_weights() -> None:
    result = sensitivity(GRID, {})
    assert (result.published.letter, result.letters, result.scores) == (None, {}, None)


def test_the_verdict_alone_is_that_of_the_score() -> None:
    scores = marks({"CON": 90, "REC": 30}, 60)
    whole, alone = score(GRID, scores).result, verdict(GRID, scores)
    assert (alone.score, alone.letter) == (whole.score, whole.letter)


def test_the_page_is_written_in_both_languages(tmp_path: Path) -> None:
    result = sensitivity(GRID, marks({}, 75))
    paths = write(result, GRID, tmp_path)
    assert [path.name for path in paths] == ["sensitivity.fr.md", "sensitivity.en.md"]
    french, english = (path.read_text(encoding="utf-8") for path in paths)
    assert "La lettre ne change pour le changement d’aucune famille seule." in french
    assert (
        "Published weights: B (75). The change of a single family never changes the letter."
        in english
    )
    assert english.count("| B (75) | B (75) |") == len(GRID.families)
    assert english == render(result, GRID, "en")
    assert "B 100%" in english
