"""The seven letters with the bounds of EcoIndex, and the points of a criterion that passes."""

from typing import Literal, get_args

Letter = Literal["A", "B", "C", "D", "E", "F", "G"]
LETTERS: tuple[Letter, ...] = get_args(Letter)  # best first

# A score above its bound earns the letter. French public bodies know these bounds (CNUMR [S]).
BOUNDS: dict[Letter, float] = {"A": 80, "B": 70, "C": 55, "D": 40, "E": 25, "F": 10}
PASS = 50.0  # points of a criterion that passes; users notice one with less [A]


def letter_of(score: float) -> Letter:
    """Return the letter of an unrounded score, 0..100."""
    for letter, bound in BOUNDS.items():
        if score > bound:
            return letter
    return "G"
