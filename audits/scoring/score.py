"""The score of a service: one number, one letter, and every step that led to them.

Three quarters of it come from the mean of the families, a quarter from the weakest essential one;
and some defects cap it by themselves. Pure: the same grid and marks give the same score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from epreuve.audits.scoring.applicability import granted
from epreuve.audits.scoring.gain import Gain, gains
from epreuve.audits.scoring.grid import Grid
from epreuve.audits.scoring.knockout import Fired, fired
from epreuve.audits.scoring.letter import to_next, worst
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.tally import FamilyTally, Tally, tally
from epreuve.audits.scoring.verdict import Cap, Verdict, give
from epreuve.reports.assessment import PHASES, Phase
from epreuve.reports.letters import Letter, letter_of
from epreuve.reports.text import Text

UNMEASURED = Text(
    fr="Aucun critère mesurable de cette famille n'a été mesuré : elle est plafonnée à 50.",
    en="No measurable criterion of this family was measured: it is capped at 50.",
)


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """One family: `score` 0–100 or None, `coverage` 0–1 of its applicable weight."""

    code: str
    score: float | None
    weight: float
    coverage: float
    assessed: tuple[str, ...]
    capped: Text | None


@dataclass(frozen=True, slots=True)
class PhaseScore:
    """Before, during or after: the mean of its criteria, 0–100, and the letter of that mean."""

    phase: Phase
    score: float | None
    letter: Letter | None


@dataclass(frozen=True, slots=True)
class Score:
    """Everything the report needs; numbers are unrounded (show them with `displayed`).

    `observed` counts what was assessed, `floor` takes the rest for 0, `ceiling` for 100.
    `letter` is None when none can be given, `unclassed` says why; `caps` are in the order applied.
    """

    observed: float | None
    floor: float
    ceiling: float
    coverage: float
    letter: Letter | None
    unclassed: tuple[Text, ...]
    letter_without_knockouts: Letter | None
    observed_without_knockouts: float | None
    to_next_letter: float | None
    knockouts: tuple[Fired, ...]
    caps: tuple[Cap, ...]
    phases: tuple[PhaseScore, ...]
    families: tuple[FamilyScore, ...]
    weakest: str | None
    not_applicable: tuple[str, ...]
    refused_not_applicable: tuple[str, ...]
    unassessed: tuple[str, ...]
    gains: tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The marks, sorted by what they are good for."""

    points: dict[str, float]
    measured: frozenset[str]
    excluded: frozenset[str]
    unassessed: tuple[str, ...]


def score(
    grid: Grid,
    marks: Mapping[str, Mark],
    *,
    essential: bool = True,
    withheld: Sequence[Text] = (),
) -> Score:
    """The score of these marks, by criterion id; a criterion without a mark is unassessed.

    `essential`: whether the service is an essential one (K5). `withheld`: reasons from outside,
    such as an unstable bench, for which no letter may be given.
    """
    for id in marks:
        grid.criterion(id)
    kept = _sort(grid, marks)
    sums = tally(grid, kept.points, kept.measured)
    knockouts = fired(grid, marks, essential=essential)
    phases = _phases(sums)
    coverage = _coverage(grid.shares, kept)
    lowest = worst(one.letter for one in phases if one.letter)
    given = give(sums, knockouts, coverage, lowest, _withheld(grid, withheld))
    without = give(sums, (), coverage, lowest, _withheld(grid, withheld))
    return Score(
        observed=given.score,
        floor=_floor(grid, kept, knockouts, given.score),
        ceiling=_ceiling(grid, kept, knockouts, given.score),
        coverage=coverage,
        letter=given.letter,
        unclassed=given.unclassed,
        letter_without_knockouts=without.letter,
        observed_without_knockouts=without.score,
        to_next_letter=None if given.score is None else to_next(given.score),
        knockouts=knockouts,
        caps=given.caps,
        phases=phases,
        families=tuple(_family(one, kept) for one in sums.families),
        weakest=sums.weakest.family.code if sums.weakest else None,
        not_applicable=tuple(one.id for one in grid.criteria if one.id in kept.excluded),
        refused_not_applicable=_refused(grid, kept, marks),
        unassessed=kept.unassessed,
        gains=gains(grid, kept.points, kept.measured, kept.excluded, knockouts),
    )


def _phases(sums: Tally) -> tuple[PhaseScore, ...]:
    return tuple(
        PhaseScore(phase, x, None if x is None else letter_of(x))
        for phase in PHASES
        for x in (sums.phases[phase],)
    )


def _refused(grid: Grid, kept: _Sorted, marks: Mapping[str, Mark]) -> tuple[str, ...]:
    """Exemptions that were asked for beyond what may be granted."""
    asked = {id for id, mark in marks.items() if mark.outcome == "not_applicable"}
    return tuple(one.id for one in grid.criteria if one.id in asked - kept.excluded)


def observed(grid: Grid, marks: Mapping[str, Mark], *, essential: bool = True) -> float | None:
    """The observed score alone: what a bootstrap recomputes a thousand times."""
    kept = _sort(grid, marks)
    overall = tally(grid, kept.points, kept.measured).overall
    return None if overall is None else _under(fired(grid, marks, essential=essential), overall)


def verdict(grid: Grid, marks: Mapping[str, Mark], *, essential: bool = True) -> Verdict:
    """Score and letter alone, whoever published the grid: what other weights would have given."""
    kept = _sort(grid, marks)
    sums = tally(grid, kept.points, kept.measured)
    lowest = worst(letter_of(x) for x in sums.phases.values() if x is not None)
    knockouts = fired(grid, marks, essential=essential)
    return give(sums, knockouts, _coverage(grid.shares, kept), lowest, ())


def _sort(grid: Grid, marks: Mapping[str, Mark]) -> _Sorted:
    excluded = granted(grid, marks)
    points = {
        one.id: mark.score
        for one in grid.criteria
        if (mark := marks.get(one.id)) and mark.assessed and mark.score is not None
    }
    missing = (one.id for one in grid.criteria if one.id not in points)
    return _Sorted(
        points=points,
        measured=frozenset(id for id in points if marks[id].measured),
        excluded=excluded,
        unassessed=tuple(id for id in missing if id not in excluded),
    )


def _withheld(grid: Grid, reasons: Sequence[Text]) -> tuple[Text, ...]:
    if grid.is_official:
        return tuple(reasons)
    edited = Text(
        fr="barème modifié : ce n'est pas la grille publiée.",
        en="edited grid: this is not the published one.",
    )
    return (edited, *reasons)


def _coverage(weights: Mapping[str, float], kept: _Sorted) -> float:
    """Assessed weight over applicable weight, 0–1; 0 when nothing is applicable."""
    done = sum(weights[id] for id in kept.points if id in weights)
    left = sum(weights[id] for id in kept.unassessed if id in weights)
    return round(done / (done + left), 9) if done + left else 0.0


def _family(one: FamilyTally, kept: _Sorted) -> FamilyScore:
    weights = {criterion.id: criterion.weight for criterion in one.family.criteria}
    return FamilyScore(
        code=one.family.code,
        score=one.score,
        weight=one.family.weight,
        coverage=_coverage(weights, kept),
        assessed=tuple(id for id in weights if id in kept.points),
        capped=UNMEASURED if one.capped else None,
    )


def _under(knockouts: Sequence[Fired], overall: float) -> float:
    return min([overall, *(one.cap for one in knockouts)])


def _floor(grid: Grid, kept: _Sorted, knockouts: Sequence[Fired], now: float | None) -> float:
    """The unassessed at 0, measured or not, whichever is worse: no end of the audit is lower."""
    points = kept.points | dict.fromkeys(kept.unassessed, 0.0)
    sums = tally(grid, points, kept.measured | _measurable(grid, kept), seen=kept.measured)
    worst_end = _under(knockouts, sums.overall or 0.0)
    return worst_end if now is None else min(worst_end, now)


def _ceiling(grid: Grid, kept: _Sorted, knockouts: Sequence[Fired], now: float | None) -> float:
    """The unassessed at 100, measured wherever they can be: no end of the audit is higher.

    It may still be under the score of now, when a family not looked at yet can at best be declared
    (its measurable criteria are not applicable), hence capped: then now is the ceiling.
    """
    points = kept.points | dict.fromkeys(kept.unassessed, 100.0)
    sums = tally(grid, points, kept.measured | _measurable(grid, kept))
    best_end = _under(knockouts, sums.overall or 0.0)
    return best_end if now is None else max(best_end, now)


def _measurable(grid: Grid, kept: _Sorted) -> frozenset[str]:
    return frozenset(id for id in kept.unassessed if grid.criterion(id).measurable)
