"""Health of the bench: a trial on a weak bench has no letter."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.records.bench import ProbeFailure, ProxyTotals
from epreuve.audits.scoring.assess import assess_run
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import untranslated

Change = Callable[[Attempt], Attempt]
Trial = Callable[..., Assessment]


@pytest.fixture
def trial(frozen: ModuleType, plan: Plan, good_rows: tuple[Row, ...], tmp_path: Path) -> Trial:
    """Return the assessment of a good service with changed attempts."""

    def changed(change: Change = lambda attempt: attempt, **notes: object) -> Assessment:
        rows = [change(row) if isinstance(row, Attempt) else row for row in good_rows]
        folder = frozen.keep(tmp_path / str(len(list(tmp_path.iterdir()))), plan, rows, **notes)
        return assess_run(folder)

    return changed


@pytest.fixture
def crowded(frozen: ModuleType, plan: Plan, good_rows: tuple[Row, ...], tmp_path: Path) -> Trial:
    """Return the assessment of a good service with these totals of connections."""

    def counted(**taken: int) -> Assessment:
        totals = Observation(plan.duration, "connections", ProxyTotals(**taken))
        return assess_run(frozen.keep(tmp_path / "run", plan, [*good_rows, totals]))

    return counted


def note(assessment: Assessment) -> str:
    assert assessment.result.letter_note is not None
    return assessment.result.letter_note.en


def dropped(attempt: Attempt) -> Attempt:
    return attempt._replace(outcome="dropped", receipt="", receipt_at=-1.0)


def every(number: int, change: Change) -> Change:
    return lambda attempt: change(attempt) if attempt.arrival % number == 0 else attempt


def test_a_healthy_bench_gives_a_letter(trial: Trial) -> None:
    assessment = trial()
    assert assessment.result.letter is not None
    load = assessment.bench.generator
    assert load.started == load.intended > 0
    assert (load.lag_p99, load.cpu) == (0.001, 0.25)
    assert assessment.bench.baseline_gap == 0
    assert (assessment.bench.engine, assessment.bench.power) == ("embedded 0.1", "process")
    assert [(limit.fr, limit.en) for limit in assessment.bench.cannot] == [("rien", "nothing")]


def test_missing_arrivals_void_the_trial(trial: Trial) -> None:
    assessment = trial(every(10, dropped))
    load = assessment.bench.generator
    assert load.started < 0.95 * load.intended
    assert assessment.result.letter is None
    assert f"started only {load.started:,} of {load.intended:,} arrivals" in note(assessment)
    assert "void" in note(assessment)


def test_a_few_missing_arrivals_do_not_void_the_trial(trial: Trial) -> None:
    assessment = trial(every(40, dropped))
    assert assessment.bench.generator.started < assessment.bench.generator.intended
    assert assessment.result.letter is not None


def test_late_arrivals_void_the_trial(trial: Trial) -> None:
    late = trial(every(5, lambda attempt: attempt._replace(started=attempt.intended + 1.1)))
    assert late.bench.generator.lag_p99 > 1
    assert late.result.letter is None
    assert "void" in note(late)


def test_users_without_a_link_are_not_counted(trial: Trial, plan: Plan) -> None:
    assert any(not cohort.linked for cohort in plan.cohorts)

    def later(attempt: Attempt) -> Attempt:
        return (
            attempt._replace(started=attempt.intended + 60)
            if attempt.outcome == "no link"
            else attempt
        )

    assert trial(later).result.letter is not None


@pytest.mark.parametrize(
    ("forgotten", "turned_away", "void", "warnings"),
    [
        (0, 0, False, []),
        (40, 0, False, ["closed connections that only the client had closed: 40."]),
        (0, 50, False, ["Connections refused: 50. This is not a fault of the service"]),
        (3, 51, True, ["Connections refused: 51.", "only the client had closed: 3."]),
    ],
)
def test_missing_file_descriptors_give_a_warning_and_void_beyond_one_in_twenty(
    crowded: Trial, forgotten: int, turned_away: int, void: bool, warnings: list[str]
) -> None:
    assessment = crowded(opened=1000, forgotten=forgotten, turned_away=turned_away)
    assert (assessment.result.letter is None) == void
    if void:
        assert note(assessment).startswith(
            "The bench ran out of file descriptors. Connections refused: 51;"
        )
    assert len(assessment.warnings) == len(warnings)
    assert all(
        words in warning.en for words, warning in zip(warnings, assessment.warnings, strict=True)
    )


def test_two_different_baselines_void_the_trial(trial: Trial, plan: Plan) -> None:
    second = plan.window("baseline-2")
    assert second is not None

    def fails(attempt: Attempt) -> Attempt:
        if second.start <= attempt.intended < second.closes:
            return attempt._replace(outcome="http error")
        return attempt

    assessment = trial(fails)
    assert assessment.bench.baseline_gap is not None
    assert assessment.bench.baseline_gap > 50
    assert assessment.result.letter is None
    assert "The bench is unstable." in note(assessment)


def test_baselines_without_evidence_have_no_gap(trial: Trial, plan: Plan) -> None:
    ramp = plan.window("ramp")
    assert ramp is not None

    def absent(attempt: Attempt) -> Attempt:
        return attempt._replace(outcome="no link") if attempt.intended < ramp.start else attempt

    assessment = trial(absent)
    assert assessment.bench.baseline_gap is None
    (warning,) = assessment.warnings
    assert "could not be compared, so nothing shows that the bench was stable: “" in warning.en
    assert "needs at least 4 journeys, and had 0" in warning.en


def test_an_interrupted_trial_gives_that_reason_only(trial: Trial) -> None:
    assessment = trial(dropped, interrupted="Ctrl-C")
    assert assessment.result.letter is None
    assert note(assessment).startswith("The trial was interrupted: no letter.")
    assert assessment.run.interrupted == untranslated("Ctrl-C")
    assert "void" not in note(assessment)


@pytest.mark.parametrize(
    ("noted", "code"), [({"ended": 6}, 6), ({"ended": 5}, 5), ({}, 3), ({"ended": 0}, 3)]
)
def test_an_interrupted_trial_keeps_its_exit_code(
    trial: Trial, noted: dict[str, int], code: int
) -> None:
    assert trial(interrupted="gone", **noted).run.ended == code


def test_a_trial_that_reached_its_end_has_no_exit_code(trial: Trial) -> None:
    assert trial(ended=6).run.ended is None


def test_failed_probes_are_a_warning_without_their_errors(
    frozen: ModuleType, plan: Plan, tmp_path: Path
) -> None:
    failures = [
        Observation(3.0, "pages", ProbeFailure(error_type="KeyError", message="link")),
        Observation(4.0, "export", ProbeFailure(error_type="AssertionError", message="")),
    ]
    rows = [*frozen.rows(plan, frozen.GOOD), *failures]
    sentences = [text.en for text in assess_run(frozen.keep(tmp_path / "run", plan, rows)).warnings]
    (sentence,) = (one for one in sentences if one.startswith("Probes of epreuve failed: 2."))
    assert "`probe failure`" in sentence
    assert "KeyError" not in sentence
