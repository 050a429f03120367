"""Causes of journeys that stop while a dependency is silent, with literal facts."""

from dataclasses import replace

from epreuve.audits.checks.causes.no_alternative import no_alternative
from epreuve.audits.checks.causes.no_static_fallback import no_static_fallback
from epreuve.audits.checks.causes.silent_stops import Stop
from epreuve.audits.checks.causes.waits_for_dependency import waits_for_dependency
from epreuve.audits.checks.facts.matrix import Cell
from tests.audits.checks.causes.shown import shown


def cell(journey: str, dependency: str, set: str, completed: int, mode: str = "silent") -> Cell:
    return Cell(journey, dependency, set, mode, 4, completed, completed, (1.0,) * 4)


SMS = Stop("sms", "OTP", "acte", "POST /acte", stopped=4, tried=4, waited=4)
PAY = Stop("pay", "PAY", "cantine", "POST /cantine", stopped=4, tried=4, waited=0)
BASE = Stop("base", "DB", "acte", "GET /", stopped=4, tried=4, waited=4)
MATRIX = (
    cell("acte", "sms", "OTP", 0), cell("cantine", "sms", "OTP", 4),
    cell("acte", "pay", "PAY", 4), cell("cantine", "pay", "PAY", 0),
    cell("acte", "base", "DB", 0), cell("acte", "sms", "OTP", 1, "slow"),
)  # fmt: skip


def test_calls_without_a_time_limit() -> None:
    cause = waits_for_dependency((SMS, PAY, BASE), MATRIX)
    text = shown(cause)
    assert "sms at “POST /acte” (4 of 4)." in text
    assert "send them from a queue" in text
    assert "pay" not in text, "it ended with an error in time"
    assert "base" not in text, "no third party"
    assert cause is not None
    assert cause.effort == 2
    # One of three blocked cells of five is repaired; payment alone still blocks.
    assert cause.raises == {"DEG-1": None, "DEG-2": 3 / 5, "IND-1": 1.0, "IND-3": None}
    assert waits_for_dependency((PAY, BASE), MATRIX) is None


def test_the_steps_of_one_dependency_are_together() -> None:
    other = replace(SMS, journey="cantine", step="POST /cantine", stopped=3)
    text = shown(waits_for_dependency((SMS, other), MATRIX))
    assert "sms at “POST /acte” and “POST /cantine” (7 of 8)." in text


def test_many_calls_are_a_large_work() -> None:
    stops = tuple(replace(SMS, dependency=name) for name in ("sms", "mail", "id"))
    cause = waits_for_dependency(stops, MATRIX)
    assert cause is not None
    assert cause.effort == 3


def test_third_parties_without_an_alternative() -> None:
    cause = no_alternative((SMS, PAY, BASE), MATRIX)
    text = shown(cause)
    assert "pay at “POST /cantine” (4 of 4)." in text
    assert "let people pay later" in text
    assert cause is not None
    assert cause.raises == {"DEG-2": 3 / 5, "IND-1": 1.0, "IND-4": None}
    assert no_alternative((SMS, BASE), MATRIX) is None


def test_no_blocked_cell_left_raises_the_island_too() -> None:
    cause = waits_for_dependency((SMS,), (MATRIX[0], MATRIX[1]))
    assert cause is not None
    assert cause.raises == {
        "DEG-2": 1.0, "DEG-3": None, "IND-1": 0.0, "TER-1": None, "REC-3": None, "IND-2": None,
        "IND-3": None,
    }  # fmt: skip


def test_pages_that_need_the_database() -> None:
    text = shown(no_static_fallback(("/",), (BASE, SMS)))
    assert "Not served while the database was silent: /." in text
    assert "base at “GET /” (4 of 4)" in text
    assert "sms" not in text
    assert no_static_fallback((), (BASE,)) is None
