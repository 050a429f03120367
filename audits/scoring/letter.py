"""Order of the letters and display of scores."""

import math
from collections.abc import Iterable

from epreuve.reports.letters import LETTERS, Letter


def worst(letters: Iterable[Letter]) -> Letter | None:
    """Return the lowest of these letters; None without letters."""
    ranks = [LETTERS.index(name) for name in letters]
    return LETTERS[max(ranks)] if ranks else None


def one_above(name: Letter) -> Letter:
    """Return the next better letter, or A for A."""
    return LETTERS[max(0, LETTERS.index(name) - 1)]


def displayed(score: float) -> int:
    """Return the score rounded down, as reports show it."""
    return math.floor(score)
