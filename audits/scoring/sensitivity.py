"""Sensitivity of the letter to the weights: the same marks with weights changed by 25 %.

The same grid, marks and seed give the same result.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import verdict
from epreuve.reports.letters import LETTERS, Letter

CHANGE = 0.25  # of the weight of a family, up and down
DRAWS = 400  # of all weights at once
SEED = 2026


@dataclass(frozen=True)
class WeightedScore:
    """Score and letter with one set of weights; None when there are none."""

    score: float | None
    letter: Letter | None


@dataclass(frozen=True)
class FamilySensitivity:
    """Result with one family 25 % lighter and 25 % heavier, the others as published."""

    code: str
    lighter: WeightedScore
    heavier: WeightedScore


@dataclass(frozen=True)
class Sensitivity:
    """Result as published, with each family changed, and the letters of random weights."""

    published: WeightedScore
    families: tuple[FamilySensitivity, ...]
    letters: dict[Letter, int]  # number of draws, best letter first
    scores: tuple[float, float] | None  # 5th and 95th percentile of the draws
    draws: int

    @property
    def stable(self) -> bool:
        """Whether the change of a single family never changes the letter."""
        changed = [
            variant for family in self.families for variant in (family.lighter, family.heavier)
        ]
        return all(variant.letter == self.published.letter for variant in changed)


def sensitivity(grid: Grid, marks: Mapping[str, Mark], seed: int = SEED) -> Sensitivity:
    """Return the letter with weights ±25 %: each family in turn, then all at random."""
    families = tuple(
        FamilySensitivity(
            family.code,
            _weighted(grid, marks, {family.code: 1 - CHANGE}),
            _weighted(grid, marks, {family.code: 1 + CHANGE}),
        )
        for family in grid.families
    )
    generator = random.Random(f"sensitivity:{seed}")
    draws = [
        _weighted(
            grid,
            marks,
            {family.code: generator.uniform(1 - CHANGE, 1 + CHANGE) for family in grid.families},
        )
        for _ in range(DRAWS)
    ]
    scores = [draw.score for draw in draws if draw.score is not None]
    counts = Counter(draw.letter for draw in draws)
    return Sensitivity(
        published=_weighted(grid, marks, {}),
        families=families,
        letters={name: counts[name] for name in LETTERS if counts[name]},
        scores=(percentile(scores, 0.05), percentile(scores, 0.95)) if scores else None,
        draws=DRAWS,
    )


def _weighted(grid: Grid, marks: Mapping[str, Mark], factors: Mapping[str, float]) -> WeightedScore:
    """Return the verdict with the weights of families multiplied by factors."""
    families = tuple(
        family.model_copy(update={"weight": family.weight * factors.get(family.code, 1.0)})
        for family in grid.families
    )
    result = verdict(
        Grid(
            version=grid.version,
            official_sha256=grid.official_sha256,
            families=families,
            sources=grid.sources,
        ),
        marks,
    )
    return WeightedScore(result.score, result.letter)
