"""Score of a service: a number, a letter, and the steps behind them.

Three quarters of the score come from the mean of the families, a quarter from the weakest
essential family. Some defects cap it. The same grid and marks give the same score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.applicability import inapplicable
from epreuve.audits.scoring.gain import gains
from epreuve.audits.scoring.knockout import limits, observed_knockouts, unproven
from epreuve.audits.scoring.letter import worst
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.means import UNMEASURED_CAP, FamilyMean, Means, means
from epreuve.audits.scoring.translation import translate
from epreuve.audits.scoring.verdict import Verdict, decide
from epreuve.reports.assessment import PHASES, FamilyScore, Knockout, PhaseScore, Result
from epreuve.reports.letters import letter_of
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number


@dataclass(frozen=True, slots=True)
class Score:
    """Letter and scores, with the inputs of the findings. Numbers are not rounded.

    `score` counts assessed criteria; `floor` counts the rest as 0, `ceiling` as 100. `caps` are in
    the order applied. `gains` has the points that each criterion would add at 100.
    """

    result: Result
    gains: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Marks:
    """Marks by use. `exempted` criteria are unassessed ones, or do not apply to the service."""

    points: dict[str, float]
    measured: frozenset[str]
    exempted: frozenset[str]
    unassessed: tuple[str, ...]
    claimed: frozenset[str]  # without evidence: they have points, and no coverage


def score(
    grid: Grid,
    marks: Mapping[str, Mark],
    *,
    essential: bool = True,
    void_reasons: Sequence[Text] = (),
    no_score: Text | None = None,
) -> Score:
    """Return the score of marks by criterion id; a criterion without a mark is unassessed.

    `essential`: whether the service is essential (K5). `void_reasons`: why the run cannot have a
    letter, such as an unstable bench. `no_score`: why the run cannot have a score.
    """
    for id in marks:
        grid.criterion(id)
    knockouts = observed_knockouts(grid, marks, essential=essential, void=bool(void_reasons))
    without_proof = unproven(grid, marks, essential=essential)
    total = _score(grid, marks, knockouts, without_proof, void_reasons)
    return total if no_score is None else _without_score(total, no_score)


def _without_score(total: Score, reason: Text) -> Score:
    """Return a total without letter and score, and with the lowest floor: nothing is certain."""
    note = reason if total.result.letter_note is None else join((reason, total.result.letter_note))
    nothing = {
        "letter": None, "letter_note": note, "letter_without_knockouts": None, "score": None,
        "floor": 0.0,
    }  # fmt: skip
    return replace(total, result=total.result.model_copy(update=nothing))


def _score(
    grid: Grid,
    marks: Mapping[str, Mark],
    knockouts: tuple[Knockout, ...],
    without_proof: Sequence[str],
    void_reasons: Sequence[Text],
) -> Score:
    sorted_marks = _sort(grid, marks)
    sums = means(grid, sorted_marks.points, sorted_marks.measured)
    phases = _phases(sums)
    coverage = _coverage(grid.shares, sorted_marks)
    lowest = worst(phase.letter for phase in phases if phase.letter)
    reasons = _no_letter_reasons(grid, void_reasons)
    decided = partial(decide, sums, coverage=coverage, unproven=without_proof, worst_phase=lowest)
    undeclared = limits(grid, marks)
    caps = (*knockouts, *undeclared)
    verdict = decided(caps, void_reasons=reasons)
    notes = [*verdict.no_letter_reasons, *verdict.caps]
    result = Result(
        letter=verdict.letter,
        letter_note=join(notes) if notes else None,
        letter_without_knockouts=decided(undeclared, void_reasons=reasons).letter,
        score=verdict.score,
        floor=_floor(grid, sorted_marks, caps, verdict.score),
        ceiling=_ceiling(grid, sorted_marks, caps, verdict.score),
        coverage=coverage,
        caps=verdict.caps,
        knockouts=knockouts,
        limits=undeclared,
        phases=phases,
        families=tuple(_family(family, sorted_marks) for family in sums.families),
    )
    gained = gains(grid, sorted_marks.points, sorted_marks.measured, sorted_marks.exempted, caps)
    return Score(result, gained)


def _phases(sums: Means) -> tuple[PhaseScore, ...]:
    return tuple(
        PhaseScore(phase=phase, score=mean, letter=None if mean is None else letter_of(mean))
        for phase in PHASES
        for mean in (sums.phases[phase],)
    )


def observed(grid: Grid, marks: Mapping[str, Mark], *, essential: bool = True) -> float | None:
    """Return the observed score alone, for the bootstrap."""
    sorted_marks = _sort(grid, marks)
    overall = means(grid, sorted_marks.points, sorted_marks.measured).overall
    if overall is None:
        return None
    return _capped(_caps(grid, marks, essential=essential), overall)


def verdict(grid: Grid, marks: Mapping[str, Mark], *, essential: bool = True) -> Verdict:
    """Return score and letter alone, also for a modified grid: for the sensitivity to weights."""
    sorted_marks = _sort(grid, marks)
    sums = means(grid, sorted_marks.points, sorted_marks.measured)
    lowest = worst(letter_of(mean) for mean in sums.phases.values() if mean is not None)
    return decide(
        sums, _caps(grid, marks, essential=essential), _coverage(grid.shares, sorted_marks),
        unproven(grid, marks, essential=essential), lowest, (),
    )  # fmt: skip


def _caps(grid: Grid, marks: Mapping[str, Mark], *, essential: bool) -> tuple[Knockout, ...]:
    return (*observed_knockouts(grid, marks, essential=essential), *limits(grid, marks))


def _sort(grid: Grid, marks: Mapping[str, Mark]) -> _Marks:
    without_use = inapplicable(grid, marks)
    points = {
        criterion.id: mark.score
        for criterion in grid.criteria
        if (mark := marks.get(criterion.id)) and mark.assessed and mark.score is not None
    }
    missing = (criterion.id for criterion in grid.criteria if criterion.id not in points)
    return _Marks(
        points=points,
        measured=frozenset(id for id in points if marks[id].measured),
        exempted=frozenset(id for id, mark in marks.items() if mark.outcome == "not_applicable")
        - points.keys(),
        unassessed=tuple(id for id in missing if id not in without_use),
        claimed=frozenset(id for id in points if marks[id].claimed),
    )


def _no_letter_reasons(grid: Grid, void_reasons: Sequence[Text]) -> tuple[Text, ...]:
    if grid.is_official:
        return tuple(void_reasons)
    return (translate("Modified grid: this is not the published grid."), *void_reasons)


def _coverage(weights: Mapping[str, float], marks: _Marks) -> float:
    """Return the weight with evidence over the applicable weight, 0–1; 0 without applicable."""
    done = sum(weights[id] for id in marks.points if id in weights and id not in marks.claimed)
    left = sum(weights[id] for id in (*marks.unassessed, *marks.claimed) if id in weights)
    return round(done / (done + left), 9) if done + left else 0.0


def _family(mean: FamilyMean, marks: _Marks) -> FamilyScore:
    weights = {criterion.id: criterion.weight for criterion in mean.family.criteria}
    note: Text | None = None
    if mean.capped:
        note = translate(
            "No measurable criterion of this family was measured: it is capped at {cap}.",
            cap=Number(UNMEASURED_CAP),
        )
    return FamilyScore(
        code=mean.family.code,
        title=mean.family.title,
        weight=mean.family.weight,
        score=mean.score,
        coverage=_coverage(weights, marks),
        note=note,
    )


def _capped(knockouts: Sequence[Knockout], overall: float) -> float:
    return min([overall, *(knockout.cap for knockout in knockouts)])


def _floor(grid: Grid, marks: _Marks, knockouts: Sequence[Knockout], now: float | None) -> float:
    """Return the lowest score that a complete audit can give: unassessed criteria count as 0."""
    points = marks.points | dict.fromkeys(marks.unassessed, 0.0)
    measured = marks.measured | _measurable(grid, marks)
    sums = means(grid, points, measured, uncapped=marks.measured)
    lowest = _capped(knockouts, sums.overall or 0.0)
    return lowest if now is None else min(lowest, now)


def _ceiling(grid: Grid, marks: _Marks, knockouts: Sequence[Knockout], now: float | None) -> float:
    """Return the highest score that a complete audit can give: unassessed criteria count as 100.

    The current score is the ceiling when an unassessed family can only be declared, hence capped.
    """
    points = marks.points | dict.fromkeys(marks.unassessed, 100.0)
    sums = means(grid, points, marks.measured | _measurable(grid, marks))
    highest = _capped(knockouts, sums.overall or 0.0)
    return highest if now is None else max(highest, now)


def _measurable(grid: Grid, marks: _Marks) -> frozenset[str]:
    return frozenset(id for id in marks.unassessed if grid.criterion(id).measurable)
