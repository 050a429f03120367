"""The arithmetic of the score: families, their mean, the weakest, three quarters and a quarter."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from epreuve.audits.scoring.grid import Family, Grid
from epreuve.reports.assessment import Phase

MEAN_SHARE = 0.75  # the rest is the weakest essential family's
ESSENTIAL_SHARE = 0.10  # of the grid's weight, from which a family is essential
UNMEASURED_CAP = 50.0  # for a family that could be measured and was not
DECLARED_SHARE = 0.20  # of the mean, that declarations alone may bring
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class FamilyTally:
    """One family: `mean` of its assessed criteria, `score` once capped; None when nothing is."""

    family: Family
    mean: float | None
    score: float | None

    @property
    def capped(self) -> bool:
        """Whether the cap of unmeasured families was needed."""
        return self.score != self.mean

    @property
    def factor(self) -> float:
        """What a point of this family is still worth once capped, 0..1."""
        return self.score / self.mean if self.mean and self.score is not None else 1.0


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums behind a score. `mean` is limited by `declared_limit`; `overall` is before caps."""

    families: tuple[FamilyTally, ...]
    plain_mean: float | None
    declared_limit: float
    weakest: FamilyTally | None
    phases: dict[Phase, float | None]

    @property
    def mean(self) -> float | None:
        """The weighted mean of families, once declarations are limited."""
        return None if self.plain_mean is None else min(self.plain_mean, self.declared_limit)

    @property
    def overall(self) -> float | None:
        """0.75 × mean + 0.25 × weakest essential family, 0–100; None when nothing is assessed."""
        if self.mean is None or self.weakest is None or self.weakest.score is None:
            return None
        value = MEAN_SHARE * self.mean + (1 - MEAN_SHARE) * self.weakest.score
        return min(100.0, max(0.0, round(value, 9)))  # the noise of floats decides no letter


def tally(
    grid: Grid, points: Mapping[str, float], measured: Set[str], seen: Set[str] | None = None
) -> Tally:
    """Add up `points`, 0–100 by criterion, assessed ones only; `measured` have own evidence.

    `seen`, those that lift the cap of an unmeasured family, are the measured ones unless given.
    """
    seen = measured if seen is None else seen
    families = tuple(_family(family, points, seen) for family in grid.families)
    total = sum(family.weight for family in grid.families)
    assessed = [one for one in families if one.score is not None]
    essential = [one for one in assessed if one.family.weight / total >= ESSENTIAL_SHARE - ROUNDING]
    return Tally(
        families=families,
        plain_mean=_mean([(one.family.weight, one.score) for one in assessed]),
        declared_limit=_declared_limit(grid, points, measured),
        weakest=min(essential or assessed, key=lambda one: one.score or 0.0, default=None),
        phases=_phases(grid, points, families),
    )


def _mean(weighted: list[tuple[float, float | None]]) -> float | None:
    total = sum(weight for weight, _ in weighted)
    return sum(weight * (x or 0.0) for weight, x in weighted) / total if total else None


def _family(family: Family, points: Mapping[str, float], seen: Set[str]) -> FamilyTally:
    mean = _mean([(one.weight, points[one.id]) for one in family.criteria if one.id in points])
    measurable = any(one.measurable for one in family.criteria)
    if mean is None or not measurable or any(one.id in seen for one in family.criteria):
        return FamilyTally(family, mean, mean)
    return FamilyTally(family, mean, min(mean, UNMEASURED_CAP))


def _declared_limit(grid: Grid, points: Mapping[str, float], measured: Set[str]) -> float:
    """The mean that measurements alone give, counted for 80 %, plus 20 for all the paper.

    When declarations hold no more than 20 % of the assessed weight, as in a whole audit with the
    official grid, the limit is above the mean and changes nothing.
    """
    ids = [one.id for one in grid.criteria if one.id in points and one.id in measured]
    own = _mean([(grid.shares[id], points[id]) for id in ids])
    return (1 - DECLARED_SHARE) * (own or 0.0) + DECLARED_SHARE * 100


def _phases(
    grid: Grid, points: Mapping[str, float], families: tuple[FamilyTally, ...]
) -> dict[Phase, float | None]:
    """Weighted mean of the criteria of each phase, by their weight in the whole grid."""
    factor = {one.family.code: one.factor for one in families}
    weighted: dict[Phase, list[tuple[float, float | None]]] = {
        "before": [],
        "during": [],
        "after": [],
    }
    for one in grid.criteria:
        if one.id in points:
            for phase in one.phases:
                weighted[phase].append((grid.shares[one.id], points[one.id] * factor[one.family]))
    means: dict[Phase, float | None] = {}
    for phase, entries in weighted.items():
        mean = _mean(entries)
        means[phase] = None if mean is None else round(mean, 9)
    return means
