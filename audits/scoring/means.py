"""Means behind a score: families, phases, and the overall mean before caps."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from epreuve.audits.grid.grid import Family, Grid
from epreuve.reports.assessment import PHASES, Phase

MEAN_SHARE = 0.75  # the rest is the share of the weakest essential family
ESSENTIAL_SHARE = 0.10  # of the weight of the grid, from which a family is essential
UNMEASURED_CAP = 50.0  # of a family that has measurable criteria, none of them measured
DECLARED_SHARE = 0.20  # of the mean, at most, from declarations alone
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class FamilyMean:
    """Mean of the assessed criteria of a family, and its score after the cap; None without any."""

    family: Family
    mean: float | None
    score: float | None

    @property
    def capped(self) -> bool:
        """Whether the cap of unmeasured families applies."""
        return self.score != self.mean

    @property
    def factor(self) -> float:
        """Share of the mean that is left after the cap, 0..1."""
        return self.score / self.mean if self.mean and self.score is not None else 1.0


@dataclass(frozen=True, slots=True)
class Means:
    """Means behind a score. `declared_limit` limits `mean`; `overall` is before caps."""

    families: tuple[FamilyMean, ...]
    plain_mean: float | None
    declared_limit: float
    weakest: FamilyMean | None
    phases: dict[Phase, float | None]

    @property
    def mean(self) -> float | None:
        """Weighted mean of the families, with declarations limited."""
        return None if self.plain_mean is None else min(self.plain_mean, self.declared_limit)

    @property
    def overall(self) -> float | None:
        """0.75 × mean + 0.25 × weakest essential family, 0–100; None when nothing is assessed."""
        if self.mean is None or self.weakest is None or self.weakest.score is None:
            return None
        value = MEAN_SHARE * self.mean + (1 - MEAN_SHARE) * self.weakest.score
        return min(100.0, max(0.0, round(value, 9)))  # rounding errors must not decide a letter


def means(
    grid: Grid, points: Mapping[str, float], measured: Set[str], uncapped: Set[str] | None = None
) -> Means:
    """Return the means of `points`, 0–100 by criterion, of the assessed criteria only.

    `measured` are the criteria with evidence of epreuve. `uncapped` are the criteria that remove
    the cap of an unmeasured family: the measured ones by default.
    """
    uncapped = measured if uncapped is None else uncapped
    families = tuple(_family(family, points, uncapped) for family in grid.families)
    total = sum(family.weight for family in grid.families)
    assessed = [one for one in families if one.score is not None]
    essential = [one for one in assessed if one.family.weight / total >= ESSENTIAL_SHARE - ROUNDING]
    return Means(
        families=families,
        plain_mean=_mean([(one.family.weight, one.score) for one in assessed]),
        declared_limit=_declared_limit(grid, points, measured),
        weakest=min(essential or assessed, key=lambda one: one.score or 0.0, default=None),
        phases=_phases(grid, points, families),
    )


def _mean(weighted: list[tuple[float, float | None]]) -> float | None:
    total = sum(weight for weight, _ in weighted)
    return sum(weight * (x or 0.0) for weight, x in weighted) / total if total else None


def _family(family: Family, points: Mapping[str, float], uncapped: Set[str]) -> FamilyMean:
    mean = _mean([(one.weight, points[one.id]) for one in family.criteria if one.id in points])
    measurable = any(one.measurable for one in family.criteria)
    if mean is None or not measurable or any(one.id in uncapped for one in family.criteria):
        return FamilyMean(family, mean, mean)
    return FamilyMean(family, mean, min(mean, UNMEASURED_CAP))


def _declared_limit(grid: Grid, points: Mapping[str, float], measured: Set[str]) -> float:
    """Return the highest mean allowed: 80 % of the mean of measurements, plus 20 points.

    When declarations have at most 20 % of the assessed weight, as in a complete audit with the
    official grid, the limit is above the mean and changes nothing.
    """
    ids = [one.id for one in grid.criteria if one.id in points and one.id in measured]
    own = _mean([(grid.shares[id], points[id]) for id in ids])
    return (1 - DECLARED_SHARE) * (own or 0.0) + DECLARED_SHARE * 100


def _phases(
    grid: Grid, points: Mapping[str, float], families: tuple[FamilyMean, ...]
) -> dict[Phase, float | None]:
    """Return the mean of the criteria of each phase, weighted by their weight in the grid."""
    factor = {one.family.code: one.factor for one in families}
    weighted: dict[Phase, list[tuple[float, float | None]]] = {phase: [] for phase in PHASES}
    for one in grid.criteria:
        if one.id in points:
            for phase in one.phases:
                weighted[phase].append((grid.shares[one.id], points[one.id] * factor[one.family]))
    phases: dict[Phase, float | None] = {}
    for phase, entries in weighted.items():
        mean = _mean(entries)
        phases[phase] = None if mean is None else round(mean, 9)
    return phases
