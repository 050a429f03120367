"""The letters that are judged and the letters that are shown are the same."""

from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.scoring import letter
from epreuve.reports import letters


def test_same_bounds() -> None:
    assert letter.BOUNDS == letters.BOUNDS


@given(st.floats(0, 100))
def test_same_letters(score: float) -> None:
    assert letter.letter(score) == letters.letter_of(score)
