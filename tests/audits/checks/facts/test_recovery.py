"""Recovery after power cuts, against the level before."""

import pytest

from epreuve.audits.planning.plan import COLD_CELL
from epreuve.audits.scoring.criterion_result import judge_criterion
from epreuve.audits.scoring.knockout import observed_knockouts
from tests.audits.checks.facts.conftest import (
    PLAN,
    Row,
    See,
    attempt,
    power,
    request,
    several,
    start,
)
from tests.audits.checks.judgements.conftest import GRID, ON

(CUT,) = [cut for cut in PLAN.cuts if cut.stage == "c"]
DARK: list[Row] = [power("off", CUT.start), power("on", CUT.end)]
CALM: list[Row] = list(several("baseline-1", "S" * 8, first=5000))
HALF: list[Row] = list(several("baseline-1", "SF" * 8, first=5000))


def test_a_recovery_is_useful_once_most_succeed(see: See) -> None:
    back = CUT.end
    down = [attempt(i, back + 0.1 * i, "refused") for i in range(10)]
    up = [attempt(10 + i, back + 3 + 0.2 * i) for i in range(200)]
    rows = [*CALM, *DARK, *down, *up, request(10, back + 3)]
    (recovery,) = see(rows).recoveries
    assert (recovery.pattern, recovery.cut, recovery.power_back) == ("P2", CUT.start, back)
    assert recovery.first_success == pytest.approx(back + 3.5)
    assert recovery.useful == recovery.first_success
    (failed,) = see([*CALM, *DARK, *down]).recoveries
    assert (failed.first_success, failed.useful, failed.tried) == (None, None, 10)
    assert failed.watched == pytest.approx(start(COLD_CELL) - back)


def test_a_service_that_failed_half_before_the_cut_is_useful_at_that_level(see: See) -> None:
    up = [attempt(i, CUT.end + 0.2 * i, "success" if i % 2 else "http error") for i in range(200)]
    rows = [*HALF, *DARK, *up, request(1, CUT.end + 0.2)]
    (recovery,) = see(rows).recoveries
    assert recovery.useful == pytest.approx(recovery.first_success)
    assert see([*CALM, *rows[len(HALF) :]]).recoveries[0].useful is None


def test_a_static_page_is_no_restart(see: See) -> None:
    """The web server responds after the cut, and the application never does: K4."""
    rows = [*CALM, *DARK]
    for n, at in enumerate(CUT.end + 0.5 * step for step in range(1, 40)):
        rows += [attempt(n, at, "http error"), request(n, at, step="GET /")]
    facts = see(rows)
    assert facts.recoveries[0].first_success is None
    mark = judge_criterion(GRID.criterion("REC-2"), facts, PLAN.profile, ON).mark
    assert mark.score == 0
    assert [one.id for one in observed_knockouts(GRID, {"REC-2": mark})] == ["K4"]


def test_failures_that_chance_explains_are_no_missing_restart(see: See) -> None:
    rows = [*HALF, *DARK, *(attempt(n, CUT.end + n, "http error") for n in range(1, 4))]
    (recovery,) = see([*rows, request(1, CUT.end + 1.0)]).recoveries
    assert recovery.first_success == pytest.approx(CUT.end + 1.5)


def test_few_users_lengthen_the_interval(see: See) -> None:
    up = [attempt(i, CUT.end + 6.0 * i) for i in range(6)]
    (recovery,) = see([*CALM, *DARK, *up, request(0, CUT.end)]).recoveries
    assert recovery.useful is not None
    assert see([*CALM, *DARK, *up[:3]]).recoveries[0].tried == 3


def test_users_without_a_level_and_users_cut_off_do_not_count(see: See) -> None:
    unknown = [attempt(i, CUT.end + 0.1 * i, "gave up", cohort="4g") for i in range(10)]
    cut_off = [attempt(20 + i, CUT.end + 0.1 * i, "reset", took=900.0) for i in range(10)]
    assert see([*CALM, *DARK, *unknown, *cut_off]).recoveries[0].tried == 0


def test_too_short_an_observation_is_unknown(see: See) -> None:
    (recovery,) = see([*CALM, *DARK]).recoveries
    assert recovery.is_unknown(longest=0.0)  # without any journey
    down = [attempt(i, CUT.end + 0.1 * i, "refused") for i in range(10)]
    (recovery,) = see([*CALM, *DARK, *down]).recoveries
    assert recovery.is_unknown(recovery.watched + 1)
    assert not recovery.is_unknown(recovery.watched)


def test_the_cold_start_is_no_cut_of_the_crisis(see: See) -> None:
    at = start(COLD_CELL)
    assert see([power("off", at), power("on", at + 1.5)]).cuts_of_the_crisis == 0
    assert (
        see([power("off", at - 9), power("on", at - 5), power("off", at)]).cuts_of_the_crisis == 1
    )
