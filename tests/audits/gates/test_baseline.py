"""Gate with a baseline: drops, noise and regressions."""

from typing import Any

import pytest

from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.gates.gate import apply_gate, exit_code
from epreuve.audits.gates.text import render
from epreuve.audits.profile.gate import Gate
from tests.audits.gates.conftest import Change, assessment, criterion, knocked_out


@pytest.mark.parametrize(
    ("code", "floors", "floor", "max_drop"),
    [
        (0, [70], 67.0, 3.0),
        (4, [70], 66.9, 3.0),
        (4, [70], 69.9, 0.0),
        (0, [68, 70, 74], 58.0, 3.0),  # spread 6: a drop of 12 from the median is noise
        (4, [68, 70, 74], 57.9, 3.0),
        (0, [70, 70.5], 67.25, 3.0),  # a small spread leaves max_drop as it is
        (4, [70, 70.5], 67.2, 3.0),
        (0, [70], 10.0, None),
    ],
)
def test_drop(code: int, floors: list[float], floor: float, max_drop: float | None) -> None:
    baseline = Baseline(tuple(assessment(floor) for floor in floors))
    assert exit_code(assessment(floor), Gate(max_drop=max_drop), baseline) == code


def test_the_trials_of_one_run_show_the_noise() -> None:
    def several(document: dict[str, Any]) -> None:
        document["trials"] = {
            "asked": 3, "seeds": [1, 2, 3], "scores": [70, 70, 70], "floors": [68, 70, 74],
            "spread": 6, "quick": True,
        }  # fmt: skip

    baseline = Baseline((assessment(70, several),))
    assert (baseline.floor, baseline.spread) == (70, 6)
    assert exit_code(assessment(58), Gate(), baseline) == 0
    assert exit_code(assessment(57.9), Gate(), baseline) == 4


def test_a_new_knockout_is_a_regression_even_when_knockouts_are_allowed() -> None:
    gate = Gate(no_knockouts=False)
    clean, dirty = Baseline((assessment(),)), Baseline((assessment(change=knocked_out),))
    assert exit_code(assessment(change=knocked_out), gate, clean) == 4
    assert exit_code(assessment(change=knocked_out), gate, dirty) == 0


def test_below_a_threshold_comes_before_a_regression() -> None:
    assert exit_code(assessment(50), Gate(floor=60), Baseline((assessment(90),))) == 1


def test_an_exempted_criterion_is_a_regression() -> None:
    title = {"fr": "Accusé durable", "en": "Durable receipt"}
    asked = {"criterion": "DAT-3", "title": title, "reason": "sans objet", "refused": False}

    def after(document: dict[str, Any]) -> None:
        criterion("DAT-3", "not_applicable")(document)
        document["exemptions"] = [{**asked, "effect": title}]

    baseline = Baseline((assessment(70, criterion("DAT-3", "scored", 40.0)),))
    (regression,) = apply_gate(assessment(50, after), Gate(), baseline).regressions
    assert regression.en.startswith("DAT-3 Durable receipt: 40 → not assessed: ")


def test_the_largest_regression_comes_first() -> None:
    def before(document: dict[str, Any]) -> None:
        for id, score in (("DAT-1", 100.0), ("DAT-3", 40.0), ("DAT-4", 44.0), ("DAT-5", 50.0)):
            criterion(id, "scored", score)(document)

    def after(document: dict[str, Any]) -> None:
        criterion("DAT-1", "scored", 40.0)(document)
        criterion("DAT-3", "inconclusive")(document)
        criterion("DAT-4", "scored", 39.5)(document)  # noise
        criterion("DAT-5", "not_applicable")(document)

    result = apply_gate(assessment(50, after), Gate(), Baseline((assessment(70, before),)))
    assert result.code == 4
    first, second = (regression.en for regression in result.regressions)
    assert first.startswith("DAT-1 No acknowledged submission lost: 100 → 40, ")
    assert second.startswith("DAT-3 Durable receipt: 40 → not assessed: ")
    assert f"\n  ↓ {first}\n" in render(result, "en")


@pytest.mark.parametrize(("lost", "last"), [(5, "100 → 10"), (6, "and 1 more"), (8, "and 3 more")])
def test_regressions_that_are_not_named_are_counted(lost: int, last: str) -> None:
    ids = ("DAT-1", "DAT-2", "DAT-3", "DAT-4", "DAT-5", "REC-1", "REC-2", "REC-3")[:lost]

    def scored(score: float) -> Change:
        def change(document: dict[str, Any]) -> None:
            for id in ids:
                criterion(id, "scored", score)(document)

        return change

    baseline = Baseline((assessment(70, scored(100.0)),))
    *named, end = apply_gate(assessment(50, scored(10.0)), Gate(), baseline).regressions
    assert last in end.en
    assert len(named) == (4 if lost == 5 else 5)
