"""Combination of several trials of one plan: medians, sums of receipts, and a confidence interval.

The same trials give the same document. Each criterion has the result of the trial in the middle, so
that value, text and evidence belong together; with an even number, the lower of the two in the
middle. Criteria on receipts are judged again on the receipts of all trials.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, partial

from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.statistics.percentile import TAIL, percentile
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.letter import worst
from epreuve.audits.scoring.score import observed
from epreuve.audits.scoring.translation import translate
from epreuve.audits.scoring.trial import Trial, marks_of
from epreuve.reports.assessment import Result
from epreuve.reports.letters import LETTERS, Letter, letter_of
from epreuve.reports.text import Text

RELIABLE = 5  # trials; with fewer the result is marked as quick
MIN_TRIALS = 3  # for an interval
DRAWS = 1_000  # of the bootstrap

JudgeReceipts = Callable[[Receipts], Mapping[str, CriterionResult]]
"""Function that judges the criteria on receipts again, with these receipts."""


@dataclass(frozen=True)
class ScoreInterval:
    """90 % interval of the overall score; `possibly` are the other letters inside it."""

    low: float
    high: float
    possibly: tuple[Letter, ...]


def total_receipts(receipts: Sequence[Receipts]) -> Receipts:
    """Return the sum of the receipts of several trials, for the bound on losses."""
    names = [name for one in receipts for name in one.unverified_journeys]
    counts = {
        field.name: sum(getattr(one, field.name) for one in receipts)
        for field in fields(Receipts)
        if field.name != "unverified_journeys"
    }
    return Receipts(**counts, unverified_journeys=tuple(dict.fromkeys(names)))


def lost_receipts(trial: Trial) -> Receipts:
    """Return the lost receipts of a void trial alone: a slow bench loses none.

    Its kept receipts prove nothing, so they are no part of the bound.
    """
    lost = trial.receipts.lost
    return Receipts(lost, lost, lost, altered=0, duplicated=0)


def medians(
    grid: Grid, trials: Sequence[Trial], judge: JudgeReceipts
) -> dict[str, CriterionResult]:
    """Return the combined result of each criterion, by id."""
    results = {
        criterion.id: _middle(criterion, [trial.results[criterion.id] for trial in trials])
        for criterion in grid.criteria
    }
    return results | dict(judge(total_receipts([trial.receipts for trial in trials])))


def _middle(criterion: Criterion, results: Sequence[CriterionResult]) -> CriterionResult:
    """Return the middle result if most have a score, else one of the most frequent outcome.

    Values order results of equal points: a knock-out does not depend on the order of the trials.
    """
    scored = [result for result in results if result.mark.score is not None]
    if 2 * len(scored) > len(results):
        return sorted(scored, key=partial(_quality, criterion))[(len(scored) - 1) // 2]
    others = [result for result in results if result.mark.score is None]
    ((usual, _),) = Counter(result.mark.outcome for result in others).most_common(1)
    return next(result for result in others if result.mark.outcome == usual)


def _quality(criterion: Criterion, result: CriterionResult) -> tuple[float, float, bool]:
    """Return the points, the value in the direction of the curve, and whether it is in doubt."""
    mark, sign = result.mark, math.copysign(1.0, criterion.curve.full - criterion.curve.zero)
    return mark.score or 0.0, sign * (mark.value or 0.0), not mark.conclusive


def interval(
    grid: Grid, trials: Sequence[Trial], judge: JudgeReceipts, result: Result, seed: int
) -> ScoreInterval | None:
    """Return the interval of the score: trials drawn again with replacement (Efron, 1979) [G].

    None with fewer than three trials or without a score. The interval always contains the score.
    Its letters stay under a cap that limits the letter.
    """
    if len(trials) < MIN_TRIALS or result.score is None:
        return None

    @cache  # five trials make only 126 different draws
    def value(chosen: tuple[int, ...]) -> float:
        results = medians(grid, [trials[index] for index in chosen], judge)
        return observed(grid, marks_of(results)) or 0.0

    generator, indexes = random.Random(f"bootstrap:{seed}"), range(len(trials))
    draws = [value(tuple(sorted(generator.choices(indexes, k=len(trials))))) for _ in range(DRAWS)]
    low = min(percentile(draws, TAIL), result.score)
    high = max(percentile(draws, 1 - TAIL), result.score)
    return ScoreInterval(low, high, _other_letters(low, high, result))


def _other_letters(low: float, high: float, result: Result) -> tuple[Letter, ...]:
    """Return the letters between both ends without the letter of the score, best first."""
    if result.letter is None or result.score is None:
        return ()
    limit = result.letter if result.letter != letter_of(result.score) else LETTERS[0]
    best, last = worst((letter_of(high), limit)), worst((letter_of(low), limit))
    if best is None or last is None:
        return ()
    between = LETTERS[LETTERS.index(best) : LETTERS.index(last) + 1]
    return tuple(letter for letter in between if letter != result.letter)


def spread(trials: Sequence[Trial]) -> float:
    """Return the points between the highest and the lowest floor: the noise of a gate."""
    floors = [trial.assessment.result.floor for trial in trials]
    return max(floors) - min(floors)


def valid(trials: Sequence[Trial]) -> list[Trial]:
    """Return the trials that are not void."""
    return [trial for trial in trials if not trial.void_reasons]


def loss_warnings(void: Sequence[Trial]) -> list[Text]:
    """Return a warning for each void trial that lost receipts."""
    return [
        translate(
            "Trial with seed {seed}: it is void, but {lost} of {n} receipts were lost in it. "
            "A slow bench loses no receipt: they count.",
            seed=str(trial.assessment.run.seed),
            lost=trial.receipts.lost,
            n=trial.receipts.audited,
        )
        for trial in void
        if trial.receipts.lost
    ]


def trial_warnings(number: int, kept: Sequence[Trial]) -> list[Text]:
    """Return warnings about void trials and about too few trials."""
    warnings = []
    if len(kept) < number:
        warnings.append(
            translate.plural(
                "{n} of {number} trials was void and does not count.",
                "{n} of {number} trials were void and do not count.",
                number - len(kept),
                number=number,
            )
        )
    if len(kept) < MIN_TRIALS:
        warnings.append(
            translate.plural(
                "{n} trial: an interval needs {fewest}, a reliable one {reliable}.",
                "{n} trials: an interval needs {fewest}, a reliable one {reliable}.",
                len(kept),
                fewest=MIN_TRIALS,
                reliable=RELIABLE,
            )
        )
    elif len(kept) < RELIABLE:
        warnings.append(
            translate(
                "Quick mode. Trials: {n}. {reliable} give a more reliable interval.",
                n=len(kept),
                reliable=RELIABLE,
            )
        )
    return warnings
