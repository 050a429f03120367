"""Several trials told as one, from literals: the middle speaks, losses add up."""

from dataclasses import replace

import pytest

from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import judge_run
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.trial import Trial
from epreuve.audits.scoring.trials.combination import combine
from epreuve.audits.scoring.trials.combined import interval, medians, spread, total_receipts
from epreuve.reports.text import Text

GRID = load_grid()
VOID = (Text(fr="nul", en="void"),)
WORDS = Text(fr="", en="")


@pytest.fixture(scope="module")
def trial(good_run: RunFolder) -> Trial:
    """A trial of a service that held."""
    return judge_run(good_run, GRID)


def nothing_again(receipts: Receipts) -> dict[str, CriterionResult]:
    del receipts
    return {}


def scored(trial: Trial, points: float, *ids: str) -> Trial:
    """The same with other points for some criteria, whose value is the points."""
    told = Text(fr=f"{points:g}", en=f"{points:g}")
    marks = {id: Mark(id, "scored", score=points, value=points, measured=True) for id in ids}
    return replace(
        trial,
        results={**trial.results, **{id: CriterionResult(marks[id], told, told) for id in ids}},
    )


def missing(trial: Trial, id: str) -> Trial:
    return replace(
        trial,
        results={**trial.results, id: CriterionResult(Mark(id, "inconclusive"), WORDS, WORDS)},
    )


@pytest.mark.parametrize(
    ("points", "middle"),
    [((10, 90, 50), 50), ((90, 10), 10), ((20, 40, 60, 80), 40), ((70,), 70)],
)
def test_the_one_in_the_middle_speaks_the_worse_of_two(
    trial: Trial, points: tuple[float, ...], middle: float
) -> None:
    trials = [scored(trial, each, "CON-3") for each in points]
    found = medians(GRID, trials, nothing_again)["CON-3"]
    assert (found.mark.score, found.shown.fr) == (middle, f"{middle:g}")


def test_what_most_trials_did_not_see_was_not_seen(trial: Trial) -> None:
    blind = missing(trial, "CON-3")
    assert medians(GRID, [trial, blind, blind], nothing_again)["CON-3"].mark.score is None
    assert medians(GRID, [trial, trial, blind], nothing_again)["CON-3"].mark.score is not None
    assert medians(GRID, [trial, blind], nothing_again)["CON-3"].mark.outcome == "inconclusive"


def test_receipts_add_up_and_are_judged_together(trial: Trial) -> None:
    trials = [
        replace(trial, receipts=Receipts(310, 300, lost, 1, 0)) for lost in (0, 0, 2)
    ]  # fmt: skip
    assert total_receipts(trials) == Receipts(930, 900, 2, 3, 0)
    asked: list[Receipts] = []

    def again(receipts: Receipts) -> dict[str, CriterionResult]:
        asked.append(receipts)
        return {
            "DAT-1": CriterionResult(Mark("DAT-1", "scored", score=0, value=2 / 900), WORDS, WORDS)
        }

    assert medians(GRID, trials, again)["DAT-1"].mark.score == 0
    assert asked == [Receipts(930, 900, 2, 3, 0)]
    told = combine("series", GRID, trials, again).assessment
    assert [each.id for each in told.result.knockouts] == []  # a mere declaration fires nothing
    assert (told.receipts.audited, told.receipts.lost, told.receipts.upper_bound) == (900, 2, None)


def test_no_loss_in_all_trials_is_bounded_by_all_of_them(trial: Trial) -> None:
    trials = [replace(trial, receipts=Receipts(500, 500, 0, 0, 0))] * 2
    told = combine("series", GRID, trials, nothing_again).assessment
    assert told.receipts.upper_bound == pytest.approx(0.003)


def test_alike_trials_leave_no_doubt(trial: Trial) -> None:
    told = combine("series", GRID, [trial] * 5, nothing_again).assessment
    score = trial.assessment.result.score
    assert score is not None
    assert told.result.score == pytest.approx(score)
    assert told.result.interval == (pytest.approx(score), pytest.approx(score))
    assert told.result.possibly == ()
    assert told.trials is not None
    assert (told.trials.asked, told.trials.spread, told.trials.quick) == (5, 0, False)
    assert told.trials.seeds == (trial.assessment.run.seed,) * 5
    assert told.warnings == ()


def test_trials_apart_leave_an_interval_that_may_reach_other_letters(trial: Trial) -> None:
    family = [one.id for one in GRID.criteria if one.family in ("CON", "DEG", "IND", "FRU")]
    trials = [scored(trial, each, *family) for each in (75, 78, 80, 82, 95)]
    told = combine("series", GRID, trials, nothing_again).assessment
    ends, score = told.result.interval, told.result.score
    assert ends is not None
    assert score is not None
    assert ends[0] < score < ends[1]
    assert combine("series", GRID, trials, nothing_again).assessment == told  # the same seed
    assert told.result.letter not in told.result.possibly
    line = next(each for each in told.findings if each.id == "CON-1")
    assert line.values == tuple(each.assessment.findings[0].value for each in trials)


def test_an_interval_across_a_bound_names_the_other_letter(trial: Trial) -> None:
    everything = [one.id for one in GRID.criteria if one.knockout is None]
    trials = [scored(trial, each, *everything) for each in (44, 48, 51, 54, 58)]
    told = combine("series", GRID, trials, nothing_again).assessment.result
    assert told.interval is not None
    assert told.interval[0] < 55 < told.interval[1]  # the bound between D and C
    assert {told.letter, *told.possibly} == {"C", "D"}


def test_too_few_trials_have_no_interval_and_say_so(trial: Trial) -> None:
    for count, words in ((2, "an interval needs 3"), (3, "Quick mode: 3 trials")):
        told = combine("series", GRID, [trial] * count, nothing_again).assessment
        assert (told.result.interval is None) == (count < 3)
        assert told.trials is not None
        assert told.trials.quick
        assert any(words in each.en for each in told.warnings)


def test_void_trials_do_not_count(trial: Trial) -> None:
    void = replace(scored(trial, 0, "CON-3"), void_reasons=VOID)
    told = combine("series", GRID, [void, trial, trial, void, trial], nothing_again).assessment
    assert told.trials is not None
    assert len(told.trials.seeds) == 3
    assert told.result.letter == trial.assessment.result.letter
    assert any("2 of 5 trials were void" in each.en for each in told.warnings)


def test_only_void_trials_give_no_letter(trial: Trial) -> None:
    told = combine(
        "series", GRID, [replace(trial, void_reasons=VOID)] * 3, nothing_again
    ).assessment
    assert told.result.letter is None
    assert told.result.letter_note is not None
    assert "No trial counts" in told.result.letter_note.en


def test_the_spread_is_that_of_the_floors(trial: Trial) -> None:
    def floor(points: float) -> Trial:
        result = trial.assessment.result.model_copy(update={"floor": points})
        return replace(trial, assessment=trial.assessment.model_copy(update={"result": result}))

    assert spread([floor(60), floor(66.5), floor(61)]) == 6.5


def test_the_interval_holds_the_score_it_is_about(trial: Trial) -> None:
    from epreuve.audits.scoring.score import score

    trials = [scored(trial, each, "CON-1") for each in (100, 100, 0)]
    judged = medians(GRID, trials, nothing_again)
    found = score(GRID, {name: each.mark for name, each in judged.items()})
    ends = interval(GRID, trials, nothing_again, found, seed=1)
    assert ends is not None
    assert found.observed is not None
    assert ends.low <= found.observed <= ends.high
