"""Order of the letters and display of scores."""

import math
from collections.abc import Iterable

from epreuve.reports.letters import BOUNDS, LETTERS, Letter


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
