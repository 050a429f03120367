"""Letters on EcoIndex's bounds."""

import pytest

from epreuve.reports.letters import letter_of


@pytest.mark.parametrize(
    ("score", "letter"),
    [(100, "A"), (80.01, "A"), (80, "B"), (70, "C"), (55, "D"), (40, "E"), (25, "F"), (10, "G")],
)
def test_bounds(score: float, letter: str) -> None:
    assert letter_of(score) == letter
