"""Every line of a gate on both its sides; no data never passes."""

from typing import Any

import pytest

from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.gates.gate import exit_code, judge_gate
from epreuve.audits.gates.text import told
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
        # What was seen counts before what was not.
        (1, {"floor": 71, "criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "inconclusive")),
        (6, {"floor": 71, "criteria": {"DAT-1": 0}}, 70.0, criterion("DAT-1", "error")),
    ],
)
def test_lines(code: int, gate: dict[str, Any], floor: float, change: Change | None) -> None:
    assert exit_code(assessment(floor, change), Gate.model_validate(gate)) == code


def test_warnings_are_told_and_fail_nothing() -> None:
    warn = GateRules(
        floor=90, no_knockouts=True, max_drop=0, families={"DAT": 100}, criteria={"X": 1}
    )
    gate = Gate(no_knockouts=False, warn=warn)
    passage = judge_gate(
        assessment(change=knocked_out), gate, Baseline((assessment(71, knocked_out),))
    )
    assert passage.code == 0
    warned = {each.name for each in passage.lines if each.level == "warn" and each.state != "met"}
    assert warned == {"floor", "knockouts", "drop", "DAT", "X"}
    assert told(passage, "en").count("\n  ! ") == 5


def test_the_ratchet_leaves_room_for_noise() -> None:
    passage = judge_gate(assessment(70.9), Gate(floor=55, max_drop=3))
    assert [each.en for each in passage.raised] == ["The line floor can be raised from 55 to 67."]
    noisy = Baseline((assessment(69), assessment(73)))
    assert judge_gate(assessment(70.9), Gate(floor=55), noisy).raised[0].fr.endswith("55 à 62.")
    assert judge_gate(assessment(70.9), Gate(floor=67)).raised == ()
    assert judge_gate(assessment(50), Gate(floor=55)).raised == ()
