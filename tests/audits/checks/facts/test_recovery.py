"""Recovery after power cuts, and the rebound."""

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.planning.plan import COLD_CELL
from tests.audits.checks.facts.conftest import PLAN, See, attempt, power, request, several, start


def test_a_recovery_is_useful_once_most_succeed(see: See) -> None:
    (cut,) = [cut for cut in PLAN.cuts if cut.stage == "c"]
    back = cut.end
    down = [attempt(i, back + 0.1 * i, "refused") for i in range(10)]
    up = [attempt(10 + i, back + 3 + 0.2 * i) for i in range(200)]
    rows = [power("off", cut.start), power("on", back), *down, *up, request(10, back + 3)]
    (recovery,) = see(rows).recoveries
    assert (recovery.pattern, recovery.cut, recovery.power_back) == ("P2", cut.start, back)
    assert recovery.answering == pytest.approx(back + 3.5)
    assert recovery.useful == recovery.answering
    (dead,) = see([power("off", cut.start), power("on", back), *down]).recoveries
    assert (dead.answering, dead.useful) == (None, None)


def test_the_rebound_is_the_first_stage_after(see: See) -> None:
    assert see(several("d", "SSSF")).rebound == Tries(4, 3)


def test_the_cold_start_is_no_cut_of_the_crisis(see: See) -> None:
    at = start(COLD_CELL)
    assert see([power("off", at), power("on", at + 1.5)]).cuts_of_the_crisis == 0
    assert (
        see([power("off", at - 9), power("on", at - 5), power("off", at)]).cuts_of_the_crisis == 1
    )
