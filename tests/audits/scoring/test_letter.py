"""Letters: bounds on the unrounded score, order, display."""

import pytest

from epreuve.audits.scoring.letter import displayed, one_above, worst
from epreuve.reports.letters import letter_of


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (100, "A"),
        (80.001, "A"),
        (80, "B"),
        (70.5, "B"),
        (70, "C"),
        (55, "D"),
        (54.999, "D"),
        (40, "E"),
        (39, "E"),
        (25, "F"),
        (10.1, "F"),
        (10, "G"),
        (0, "G"),
    ],
)
def test_a_letter_is_had_strictly_above_its_bound(score: float, name: str) -> None:
    assert letter_of(score) == name


def test_the_score_is_shown_rounded_down() -> None:
    assert displayed(69.999) == 69
    assert displayed(70.0) == 70


def test_ranking() -> None:
    assert worst(["A", "E", "C"]) == "E"
    assert worst([]) is None
    assert one_above("C") == "B"
    assert one_above("A") == "A"
