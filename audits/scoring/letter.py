"""Letters A–G on the bounds of the EcoIndex, which French public bodies already read."""

import math
from collections.abc import Iterable
from typing import Literal, TypeAlias

Letter: TypeAlias = Literal["A", "B", "C", "D", "E", "F", "G"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D", "E", "F", "G")

BOUNDS: dict[Letter, float] = {"A": 80, "B": 70, "C": 55, "D": 40, "E": 25, "F": 10}
"""A letter is had strictly above its bound (CNUMR, EcoIndex [S])."""


def letter(score: float) -> Letter:
    """The letter of an unrounded score, 0–100."""
    for name, bound in BOUNDS.items():
        if score > bound:
            return name
    return "G"


def worst(letters: Iterable[Letter]) -> Letter | None:
    """The lowest of these letters; None when there are none."""
    ranks = [LETTERS.index(name) for name in letters]
    return LETTERS[max(ranks)] if ranks else None


def one_above(name: Letter) -> Letter:
    """The letter just better than this one; A has none better."""
    return LETTERS[max(0, LETTERS.index(name) - 1)]


def displayed(score: float) -> int:
    """The score as it is shown: rounded down, so that no letter looks undeserved."""
    return math.floor(score)


def to_next(score: float) -> float | None:
    """Points missing to reach the bound of the next better letter; None when already A."""
    above = [bound for bound in BOUNDS.values() if bound >= score]
    return min(above) - score if above else None
