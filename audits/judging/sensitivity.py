"""Whether the letter hangs on the weights: the same marks under weights a quarter off.

Pure: the same grid, marks and seed give the same answer.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from epreuve.audits.facts.percentile import percentile
from epreuve.audits.scoring.grid import Grid
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import verdict
from epreuve.reports.letters import LETTERS, Letter

MOVED = 0.25  # of a family's weight, either way
DRAWS = 400  # of all weights at once
SEED = 2026


@dataclass(frozen=True)
class Under:
    """Score and letter under one set of weights; None when they give none."""

    score: float | None
    letter: Letter | None


@dataclass(frozen=True)
class Family:
    """One family a quarter lighter, then a quarter heavier, the others as published."""

    code: str
    lighter: Under
    heavier: Under


@dataclass(frozen=True)
class Sensitivity:
    """The letter as published, with each family moved, and how often each comes in the draws."""

    published: Under
    families: tuple[Family, ...]
    letters: dict[Letter, int]  # best first
    scores: tuple[float, float] | None  # 5th and 95th percentile of the draws
    draws: int

    @property
    def steady(self) -> bool:
        """Whether no family, moved alone, changes the letter."""
        moved = [each for one in self.families for each in (one.lighter, one.heavier)]
        return all(each.letter == self.published.letter for each in moved)


def sensitivity(grid: Grid, marks: Mapping[str, Mark], seed: int = SEED) -> Sensitivity:
    """The letter under weights ±25 %: each family in turn, then all at once, drawn evenly."""
    families = tuple(
        Family(
            one.code,
            _under(grid, marks, {one.code: 1 - MOVED}),
            _under(grid, marks, {one.code: 1 + MOVED}),
        )
        for one in grid.families
    )
    chance = random.Random(f"sensitivity:{seed}")
    drawn = [
        _under(grid, marks, {f.code: chance.uniform(1 - MOVED, 1 + MOVED) for f in grid.families})
        for _ in range(DRAWS)
    ]
    scores = [each.score for each in drawn if each.score is not None]
    counted = Counter(each.letter for each in drawn)
    return Sensitivity(
        published=_under(grid, marks, {}),
        families=families,
        letters={name: counted[name] for name in LETTERS if counted[name]},
        scores=(percentile(scores, 0.05), percentile(scores, 0.95)) if scores else None,
        draws=DRAWS,
    )


def _under(grid: Grid, marks: Mapping[str, Mark], times: Mapping[str, float]) -> Under:
    """The verdict with families so many times as heavy."""
    families = tuple(
        one.model_copy(update={"weight": one.weight * times.get(one.code, 1.0)})
        for one in grid.families
    )
    found = verdict(
        Grid(
            version=grid.version,
            official_sha256=grid.official_sha256,
            families=families,
            sources=grid.sources,
        ),
        marks,
    )
    return Under(found.score, found.letter)
