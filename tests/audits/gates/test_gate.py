"""Exit code of a gate: met, below a threshold, or not measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED, EXIT_NOT_MET
from epreuve.audits.gates.gate import exit_code
from epreuve.audits.profile.gate import Gate
from epreuve.reports.assessment import Assessment, Knockout, Letter, Result, Run
from epreuve.reports.text import Text

LOST = Knockout(id="K1", criterion="DAT-1", cap=39, sentence=Text(fr="perdues", en="lost"))


def assessment(
    floor: float = 60,
    letter: Letter | None = "B",
    knockouts: tuple[Knockout, ...] = (),
    interrupted: str | None = None,
) -> Assessment:
    """Only what a gate reads."""
    run = Run(
        id="x", started="2026-06-01T10:00:00+00:00", duration=1, seed=1, scale=1, epreuve="0",
        interrupted=interrupted,
    )  # fmt: skip
    result = Result.model_construct(
        letter=letter, letter_note=None, floor=floor, knockouts=knockouts, families=()
    )
    return Assessment.model_construct(run=run, result=result, findings=())


@pytest.mark.parametrize(
    ("floor", "required", "code"),
    [(60, 55, EXIT_MET), (55, 55, EXIT_MET), (54.999, 55, EXIT_NOT_MET), (0, 0, EXIT_MET)],
)
def test_the_floor_decides(floor: float, required: float, code: int) -> None:
    assert exit_code(assessment(floor), Gate(floor=required)) == code


def test_a_knock_out_does_not_pass_unless_it_is_allowed() -> None:
    result = assessment(90, knockouts=(LOST,))
    assert exit_code(result, Gate(floor=55)) == EXIT_NOT_MET
    assert exit_code(result, Gate(floor=55, no_knockouts=False)) == EXIT_MET


def test_without_a_letter_there_is_no_verdict() -> None:
    assert exit_code(assessment(90, letter=None), Gate()) == EXIT_NOT_MEASURED


def test_an_interrupted_run_gives_no_verdict() -> None:
    assert exit_code(assessment(90, interrupted="Ctrl-C"), Gate()) == EXIT_NOT_MEASURED


@given(
    st.floats(0, 100),
    st.sampled_from(["A", "D", "G", None]),
    st.booleans(),
    st.booleans(),
    st.floats(0, 100),
    st.booleans(),
)
def test_met_means_judged_high_enough_and_without_defect(
    floor: float, letter: Letter | None, lost: bool, stopped: bool, required: float, strict: bool
) -> None:
    result = assessment(floor, letter, (LOST,) if lost else (), "stopped" if stopped else None)
    if exit_code(result, Gate(floor=required, no_knockouts=strict)) == EXIT_MET:
        assert letter is not None
        assert not stopped
        assert floor >= required
        assert not (strict and lost)
