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
VALUES = {"DAT-1": 0.0, "CON-1": 1.0, "HUM-1": 1.0, "REC-2": 1.0, "IND-2": 1.0, "FRU-2": 1.0}


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
    found = sensitivity(GRID, marks({}, 75))
    assert found.stable
    assert found.published.letter == "B"
    assert found.letters == {"B": DRAWS}
    assert found.scores == (pytest.approx(75), pytest.approx(75))
    assert [each.code for each in found.families] == [each.code for each in GRID.families]


def test_a_score_near_a_bound_depends_on_the_weights() -> None:
    given = marks({"CON": 100}, 62)
    published = score(GRID, given).observed
    assert published is not None
    found = sensitivity(GRID, given)
    con = next(each for each in found.families if each.code == "CON")
    assert con.lighter.score is not None
    assert con.heavier.score is not None
    assert con.lighter.score < published < con.heavier.score
    assert found.scores is not None
    assert found.scores[0] < published < found.scores[1]


@pytest.mark.slow
def test_the_same_seed_gives_the_same_answer() -> None:
    given = marks({"CON": 90, "REC": 30}, 60)
    assert sensitivity(GRID, given, 5) == sensitivity(GRID, given, 5)
    assert sensitivity(GRID, given, 5).scores != sensitivity(GRID, given, 6).scores


def test_without_marks_there_is_no_letter_under_any_weights() -> None:
    found = sensitivity(GRID, {})
    assert (found.published.letter, found.letters, found.scores) == (None, {}, None)


def test_the_verdict_alone_is_that_of_the_score() -> None:
    given = marks({"CON": 90, "REC": 30}, 60)
    whole, alone = score(GRID, given), verdict(GRID, given)
    assert (alone.score, alone.letter) == (whole.observed, whole.letter)


def test_the_page_is_written_in_both_languages(tmp_path: Path) -> None:
    found = sensitivity(GRID, marks({}, 75))
    paths = write(found, GRID, tmp_path)
    assert [each.name for each in paths] == ["sensitivity.fr.md", "sensitivity.en.md"]
    french, english = (each.read_text(encoding="utf-8") for each in paths)
    assert "La lettre ne change pour le changement d'aucune famille seule." in french
    assert (
        "Published weights: B (75). The change of a single family never changes the letter."
        in english
    )
    assert english.count("| B (75) | B (75) |") == len(GRID.families)
    assert english == render(found, GRID, "en")
    assert "B 100%" in english
