"""Several trials of one plan told as one: medians, losses added up, and how sure the score is.

Pure: the same trials give the same document. For each criterion the trial in the middle speaks, so
that value, words and evidence belong together; of an even number, the worse of the two in the
middle. What is judged on receipts is judged again on the receipts of all trials together.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from epreuve.audits.facts.durability import Receipts
from epreuve.audits.facts.percentile import percentile
from epreuve.audits.judging.judge import Judged
from epreuve.audits.judging.trial import Trial
from epreuve.audits.scoring.grid import Grid
from epreuve.audits.scoring.letter import worst
from epreuve.audits.scoring.score import Score, observed
from epreuve.reports.letters import LETTERS, Letter, letter_of
from epreuve.reports.text import Text

ENOUGH = 5  # trials; with fewer the result is flagged as quick
FEWEST = 3  # trials under which no interval is told
DRAWS = 1_000  # of the bootstrap
TAIL = 0.05  # left out at each end: a 90 % interval

Pooled = Callable[[Receipts], Mapping[str, Judged]]
"""Judges again, on these receipts, the criteria that ask for receipts."""


@dataclass(frozen=True)
class Interval:
    """Of the overall score, 90 %; `possibly` are the other letters that it reaches."""

    low: float
    high: float
    possibly: tuple[Letter, ...]


def pooled(trials: Sequence[Trial]) -> Receipts:
    """The receipts of all trials, added up: the bound on losses is that of all of them."""
    found = [each.receipts for each in trials]
    return Receipts(
        acknowledged=sum(each.acknowledged for each in found),
        audited=sum(each.audited for each in found),
        lost=sum(each.lost for each in found),
        altered=sum(each.altered for each in found),
        duplicated=sum(each.duplicated for each in found),
    )


def medians(grid: Grid, trials: Sequence[Trial], again: Pooled) -> dict[str, Judged]:
    """Each criterion as the trials say together, by id."""
    found = {one.id: _middle([each.judged[one.id] for each in trials]) for one in grid.criteria}
    return found | dict(again(pooled(trials)))


def _middle(judged: Sequence[Judged]) -> Judged:
    """The one in the middle when most are scored, else one of the most frequent outcome."""
    scored = [each for each in judged if each.mark.score is not None]
    if 2 * len(scored) > len(judged):
        return sorted(scored, key=lambda each: each.mark.score or 0.0)[(len(scored) - 1) // 2]
    others = [each for each in judged if each.mark.score is None]
    ((usual, _),) = Counter(each.mark.outcome for each in others).most_common(1)
    return next(each for each in others if each.mark.outcome == usual)


def interval(
    grid: Grid, trials: Sequence[Trial], again: Pooled, found: Score, seed: int
) -> Interval | None:
    """How far the score may be: trials drawn again with replacement (Efron, 1979) [G].

    None with fewer than three trials, or when the score is not known. It always holds the score
    that was told, and a letter that a cap holds down stays under it.
    """
    if len(trials) < FEWEST or found.observed is None:
        return None

    @cache  # five trials make 126 different draws only
    def value(chosen: tuple[int, ...]) -> float:
        drawn = medians(grid, [trials[each] for each in chosen], again)
        return observed(grid, {name: each.mark for name, each in drawn.items()}) or 0.0

    chance, everyone = random.Random(f"bootstrap:{seed}"), range(len(trials))
    draws = [value(tuple(sorted(chance.choices(everyone, k=len(trials))))) for _ in range(DRAWS)]
    low = min(percentile(draws, TAIL), found.observed)
    high = max(percentile(draws, 1 - TAIL), found.observed)
    return Interval(low, high, _reached(low, high, found))


def _reached(low: float, high: float, found: Score) -> tuple[Letter, ...]:
    """The letters between both ends but the one that was given, best first."""
    if found.letter is None or found.observed is None:
        return ()
    held = found.letter if found.letter != letter_of(found.observed) else LETTERS[0]
    best, last = worst((letter_of(high), held)), worst((letter_of(low), held))
    if best is None or last is None:
        return ()
    between = LETTERS[LETTERS.index(best) : LETTERS.index(last) + 1]
    return tuple(each for each in between if each != found.letter)


def spread(trials: Sequence[Trial]) -> float:
    """Points between the best and the worst floor: what a gate takes for noise."""
    floors = [each.assessment.result.floor for each in trials]
    return max(floors) - min(floors)


def counting(trials: Sequence[Trial]) -> list[Trial]:
    """The trials that are not void."""
    return [each for each in trials if not each.withheld]


def reservations(asked: int, kept: Sequence[Trial]) -> list[Text]:
    """With what care several trials are to be read."""
    found = []
    if len(kept) < asked:
        found.append(
            Text(
                fr=f"{asked - len(kept)} essai(s) nul(s) sur {asked} : ils ne comptent pas.",
                en=f"{asked - len(kept)} of {asked} trials were void: they do not count.",
            )
        )
    if len(kept) < FEWEST:
        found.append(
            Text(
                fr=f"{len(kept)} essai(s) : il en faut {FEWEST} pour un intervalle, {ENOUGH} pour "
                "s'y fier.",
                en=f"{len(kept)} trial(s): an interval needs {FEWEST}, and {ENOUGH} to rely on it.",
            )
        )
    elif len(kept) < ENOUGH:
        found.append(
            Text(
                fr=f"Mode rapide : {len(kept)} essais ; {ENOUGH} donnent un intervalle plus sûr.",
                en=f"Quick mode: {len(kept)} trials; {ENOUGH} give a steadier interval.",
            )
        )
    return found
