"""Each rule of a gate, met and not met. A rule without data is never met."""

from typing import Any

import pytest

from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.gates.gate import apply_gate, exit_code
from epreuve.audits.gates.text import render
from epreuve.audits.profile.gate import Gate, GateRules
from tests.audits.gates.conftest import (
    Change,
    assessment,
    criterion,
    ended,
    family,
    interrupted,
    knocked_out,
    without_letter,
)


@pytest.mark.parametrize(
    ("code", "gate", "floor", "change"),
    [
        (0, {"floor": 70}, 70.0, None),
        (1, {"floor": 70}, 69.999, None),
        (1, {}, 70.0, knocked_out),
        (0, {"no_knockouts": False}, 70.0, knocked_out),
        (0, {"families": {"DAT": 60}}, 70.0, family("DAT", 80.0, 0.75)),
        (1, {"families": {"DAT": 60}}, 70.0, family("DAT", 80.0, 0.74)),
        (3, {"families": {"DAT": 60}}, 70.0, family("DAT", None, 0.0)),
        (3, {"families": {"DAT": 0}}, 70.0, family("DAT", None, 0.0)),
        (0, {"criteria": {"DAT-1": 80}}, 70.0, criterion("DAT-1", "scored", 80.0)),
        (1, {"criteria": {"DAT-1": 80}}, 70.0, criterion("DAT-1", "scored", 79.9)),
        (3, {"criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "inconclusive")),
        (3, {"criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "not_applicable")),
        (6, {"criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "error")),
        (3, {"criteria": {"XXX-1": 0}}, 70.0, None),
        (3, {}, 100.0, interrupted),
        (3, {}, 100.0, without_letter),
        (3, {"floor": 90}, 10.0, interrupted),
        (3, {}, 100.0, ended(3)),
        (5, {}, 100.0, ended(5)),
        (6, {}, 100.0, ended(6)),
        (6, {"floor": 90}, 10.0, ended(6)),
        # An observed failure counts before missing data.
        (1, {"floor": 71, "criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "inconclusive")),
        (6, {"floor": 71, "criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "error")),
    ],
)
def test_rules(code: int, gate: dict[str, Any], floor: float, change: Change | None) -> None:
    assert exit_code(assessment(floor, change), Gate.model_validate(gate)) == code


def test_warnings_do_not_fail_the_gate() -> None:
    warn = GateRules(
        floor=90, no_knockouts=True, max_drop=0, families={"DAT": 100}, criteria={"X": 1}
    )
    gate = Gate(no_knockouts=False, warn=warn)
    result = apply_gate(
        assessment(change=knocked_out), gate, Baseline((assessment(71, knocked_out),))
    )
    assert result.code == 0
    warned = {rule.name for rule in result.rules if rule.level == "warn" and rule.state != "met"}
    assert warned == {"floor", "knockouts", "drop", "DAT", "X"}
    assert render(result, "en").count("\n  ! ") == 5


def test_raised_thresholds_leave_room_for_noise() -> None:
    result = apply_gate(assessment(70.9), Gate(floor=55, max_drop=3))
    assert [threshold.en for threshold in result.raised_thresholds] == [
        "The threshold of floor can be raised from 55 to 67."
    ]
    noisy = Baseline((assessment(69), assessment(73)))
    assert (
        apply_gate(assessment(70.9), Gate(floor=55), noisy)
        .raised_thresholds[0]
        .fr.endswith("55 à 62.")
    )
    assert apply_gate(assessment(70.9), Gate(floor=67)).raised_thresholds == ()
    assert apply_gate(assessment(50), Gate(floor=55)).raised_thresholds == ()
