"""The plan as it was played: times on the clock of the run."""

import pytest

from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.barrier import Stop
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.played import played
from tests.audits.planning.test_planner import PROFILE

PLAN = make_plan(PROFILE, read_crisis("tous-risques"), seed=7, scale=60.0)


def test_without_a_pause_the_plan_is_the_same() -> None:
    assert played(PLAN, []) is PLAN


def test_times_after_a_pause_are_moved_by_it_and_a_window_is_stretched() -> None:
    barrier = next(one for one in PLAN.barriers if one.window == "ramp")
    run = played(PLAN, [Stop(at=barrier.at, lasted=7.0)])
    for planned, real in zip(PLAN.windows, run.windows, strict=True):
        for before, after in (
            (planned.start, real.start), (planned.closes, real.closes), (planned.end, real.end)
        ):  # fmt: skip
            moved = 7.0 if before >= barrier.at else 0.0
            assert after == pytest.approx(before + moved)
    ramp = run.window("ramp")
    assert ramp is not None
    assert ramp.end - ramp.closes > 7.0
    assert run.duration == pytest.approx(PLAN.duration + 7.0)


def test_no_load_is_stretched_by_a_pause() -> None:
    stops = [Stop(at=barrier.at, lasted=3.0) for barrier in PLAN.barriers]
    run = played(PLAN, stops)
    for planned, real in zip(PLAN.loads, run.loads, strict=True):
        assert round(real.end - real.start, 3) == round(planned.end - planned.start, 3)
        assert round(real.expected(real.start, real.end), 3) == round(
            planned.expected(planned.start, planned.end), 3
        )


def test_barriers_are_in_order_and_after_what_they_await() -> None:
    times = [barrier.at for barrier in PLAN.barriers]
    assert times == sorted(times)
    ends = {window.name: window.end for window in PLAN.windows}
    returns = {cut.stage: cut.end for cut in PLAN.cuts}
    for barrier in PLAN.barriers:
        after = returns if barrier.window == COLD_CELL and barrier.kind == "boot" else ends
        assert barrier.at >= after[barrier.window]


def test_the_service_may_boot_for_as_long_as_its_profile_grants() -> None:
    boots = [barrier for barrier in PLAN.barriers if barrier.kind == "boot"]
    assert {barrier.limit for barrier in boots} == {PLAN.profile.power.boot_within}
    crisis, cold = boots
    (start,) = [cut.end for cut in PLAN.cuts if cut.stage == COLD_CELL]
    assert crisis.at <= start < cold.at
    (users,) = [load for load in PLAN.loads if load.name == COLD_CELL]
    assert users.start == cold.at  # none comes before the service has had its time
    assert crisis.at >= max(cut.end for cut in PLAN.cuts if cut.stage != COLD_CELL)


def test_recovery_is_not_awaited_while_third_parties_are_still_silent() -> None:
    names = [barrier.window for barrier in PLAN.barriers if barrier.kind == "recover"]
    assert "identite:silent" in names
    assert ISLAND_CELL not in names


def test_the_length_of_a_run_is_announced_with_and_without_pauses() -> None:
    calm = PLAN.calibration.longest_journey("control")
    assert PLAN.duration < PLAN.shortest <= PLAN.duration + calm * len(PLAN.barriers)
    assert PLAN.longest == PLAN.duration + sum(barrier.limit for barrier in PLAN.barriers)
