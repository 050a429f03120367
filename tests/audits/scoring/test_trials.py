"""Combination of several trials: medians, sums of receipts, interval."""

from dataclasses import replace
from itertools import permutations

import pytest

from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import judge_run
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.knockout import observed_knockouts
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
    """A trial of a good service."""
    return judge_run(good_run, GRID)


def judge_nothing(receipts: Receipts) -> dict[str, CriterionResult]:
    del receipts
    return {}


def scored(trial: Trial, points: float, *ids: str) -> Trial:
    """Return the trial with other points, and values, for some criteria."""
    combined = Text(fr=f"{points:g}", en=f"{points:g}")
    marks = {id: Mark(id, "scored", score=points, value=points, measured=True) for id in ids}
    return replace(
        trial,
        results={
            **trial.results,
            **{id: CriterionResult(marks[id], combined, combined) for id in ids},
        },
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
def test_the_middle_trial_gives_the_result(
    trial: Trial, points: tuple[float, ...], middle: float
) -> None:
    trials = [scored(trial, value, "CON-3") for value in points]
    result = medians(GRID, trials, judge_nothing)["CON-3"]
    assert (result.mark.score, result.shown.fr) == (middle, f"{middle:g}")


@pytest.mark.parametrize(
    ("values", "sure", "expected"),
    [
        ((0.7, 0.3, 0.7), 3, []), ((0.3, 0.3, 0.7), 3, ["K2"]), ((0.3, 0.3, 0.3), 2, ["K2"]),
        ((0.3, 0.3, 0.3), 1, []),
    ],
)  # fmt: skip
def test_a_knockout_does_not_depend_on_the_order_of_the_trials(
    trial: Trial, values: tuple[float, ...], sure: int, expected: list[str]
) -> None:
    """Each of these shares has no points."""
    results = [
        CriterionResult(
            Mark("CON-1", "scored", score=0.0, value=value, measured=True, conclusive=n < sure),
            WORDS, WORDS,
        )
        for n, value in enumerate(values)
    ]  # fmt: skip
    for order in permutations(results):
        trials = [replace(trial, results={**trial.results, "CON-1": one}) for one in order]
        mark = medians(GRID, trials, judge_nothing)["CON-1"].mark
        assert [one.id for one in observed_knockouts(GRID, {"CON-1": mark})] == expected


def test_a_criterion_without_a_score_in_half_of_the_trials_has_none(trial: Trial) -> None:
    blind = missing(trial, "CON-3")
    assert medians(GRID, [trial, blind, blind], judge_nothing)["CON-3"].mark.score is None
    assert medians(GRID, [trial, trial, blind], judge_nothing)["CON-3"].mark.score is not None
    assert medians(GRID, [trial, blind], judge_nothing)["CON-3"].mark.outcome == "inconclusive"


def test_receipts_are_added_and_judged_together(trial: Trial) -> None:
    trials = [
        replace(trial, receipts=Receipts(310, 300, lost, 1, 0)) for lost in (0, 0, 2)
    ]  # fmt: skip
    assert total_receipts([one.receipts for one in trials]) == Receipts(930, 900, 2, 3, 0)
    judged_receipts: list[Receipts] = []

    def judge(receipts: Receipts) -> dict[str, CriterionResult]:
        judged_receipts.append(receipts)
        return {
            "DAT-1": CriterionResult(Mark("DAT-1", "scored", score=0, value=2 / 900), WORDS, WORDS)
        }

    assert medians(GRID, trials, judge)["DAT-1"].mark.score == 0
    assert judged_receipts == [Receipts(930, 900, 2, 3, 0)]
    combined = combine("series", GRID, trials, judge).assessment
    assert [
        knockout.id for knockout in combined.result.knockouts
    ] == []  # a mere declaration fires nothing
    assert (combined.receipts.audited, combined.receipts.lost, combined.receipts.upper_bound) == (
        900,
        2,
        None,
    )


def test_the_bound_on_losses_uses_all_trials(trial: Trial) -> None:
    receipts = Receipts(600, 600, 0, 0, 0, older=500, unverified_journeys=("second",))
    trials = [replace(trial, receipts=receipts)] * 2
    assert total_receipts([receipts] * 2).unverified_journeys == ("second",)
    combined = combine("series", GRID, trials, judge_nothing).assessment
    assert combined.receipts.upper_bound == pytest.approx(0.003)


def test_losses_of_a_void_trial_count(trial: Trial) -> None:
    judged_receipts: list[Receipts] = []

    def judge(receipts: Receipts) -> dict[str, CriterionResult]:
        judged_receipts.append(receipts)
        return {}

    kept = replace(trial, receipts=Receipts(110, 100, 0, 0, 0, older=90))
    void = replace(kept, void_reasons=(WORDS,), receipts=Receipts(100, 100, 55, 0, 0, older=90))
    combined = combine("series", GRID, [kept, void], judge)
    assert judged_receipts == [Receipts(165, 155, 55, 0, 0, older=90)]
    assert combined.receipts == judged_receipts[0]
    assert combined.assessment.receipts.lost == 55
    assert any("55 of 100 receipts were lost" in text.en for text in combined.assessment.warnings)


def test_equal_trials_have_an_interval_of_one_point(trial: Trial) -> None:
    combined = combine("series", GRID, [trial] * 5, judge_nothing).assessment
    score = trial.assessment.result.score
    assert score is not None
    assert combined.result.score == pytest.approx(score)
    assert combined.result.interval == (pytest.approx(score), pytest.approx(score))
    assert combined.result.possibly == ()
    assert combined.trials is not None
    assert (combined.trials.asked, combined.trials.spread, combined.trials.quick) == (5, 0, False)
    assert combined.trials.seeds == (trial.assessment.run.seed,) * 5
    assert combined.warnings == ()


def test_different_trials_have_an_interval(trial: Trial) -> None:
    family = [one.id for one in GRID.criteria if one.family in ("CON", "DEG", "IND", "FRU")]
    trials = [scored(trial, value, *family) for value in (75, 78, 80, 82, 95)]
    combined = combine("series", GRID, trials, judge_nothing).assessment
    ends, score = combined.result.interval, combined.result.score
    assert ends is not None
    assert score is not None
    assert ends[0] < score < ends[1]
    assert combine("series", GRID, trials, judge_nothing).assessment == combined  # the same seed
    assert combined.result.letter not in combined.result.possibly
    line = next(finding for finding in combined.findings if finding.id == "CON-1")
    assert line.values == tuple(trial.assessment.findings[0].value for trial in trials)


def test_an_interval_across_a_bound_names_the_other_letter(trial: Trial) -> None:
    everything = [one.id for one in GRID.criteria if one.knockout is None]
    trials = [scored(trial, value, *everything) for value in (44, 48, 51, 54, 58)]
    combined = combine("series", GRID, trials, judge_nothing).assessment.result
    assert combined.interval is not None
    assert combined.interval[0] < 55 < combined.interval[1]  # the bound between D and C
    assert {combined.letter, *combined.possibly} == {"C", "D"}


def test_too_few_trials_have_a_warning(trial: Trial) -> None:
    for count, words in ((2, "an interval needs 3"), (3, "Quick mode. Trials: 3.")):
        combined = combine("series", GRID, [trial] * count, judge_nothing).assessment
        assert (combined.result.interval is None) == (count < 3)
        assert combined.trials is not None
        assert combined.trials.quick
        assert any(words in warning.en for warning in combined.warnings)


def test_void_trials_do_not_count(trial: Trial) -> None:
    void = replace(scored(trial, 0, "CON-3"), void_reasons=VOID)
    combined = combine("series", GRID, [void, trial, trial, void, trial], judge_nothing).assessment
    assert combined.trials is not None
    assert len(combined.trials.seeds) == 3
    assert combined.result.letter == trial.assessment.result.letter
    assert any("2 of 5 trials were void" in warning.en for warning in combined.warnings)


def test_only_void_trials_give_no_letter(trial: Trial) -> None:
    combined = combine(
        "series", GRID, [replace(trial, void_reasons=VOID)] * 3, judge_nothing
    ).assessment
    assert combined.result.letter is None
    assert combined.result.letter_note is not None
    assert "No trial counts" in combined.result.letter_note.en


def test_the_spread_is_that_of_the_floors(trial: Trial) -> None:
    def floor(points: float) -> Trial:
        result = trial.assessment.result.model_copy(update={"floor": points})
        return replace(trial, assessment=trial.assessment.model_copy(update={"result": result}))

    assert spread([floor(60), floor(66.5), floor(61)]) == 6.5


def test_the_interval_contains_the_score(trial: Trial) -> None:
    from epreuve.audits.scoring.score import score

    trials = [scored(trial, value, "CON-1") for value in (100, 100, 0)]
    judged = medians(GRID, trials, judge_nothing)
    total = score(GRID, {name: result.mark for name, result in judged.items()}).result
    ends = interval(GRID, trials, judge_nothing, total, seed=1)
    assert ends is not None
    assert total.score is not None
    assert ends.low <= total.score <= ends.high
