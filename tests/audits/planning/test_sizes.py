"""Sizes of windows, from the normal peak and the calibration."""

import itertools

import pytest

from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import crisis_ids, read_crisis
from epreuve.audits.planning.calibration import Calibration, JourneyTiming
from epreuve.audits.planning.patience import patience_on
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.return_stage import linked_share, return_stage
from epreuve.audits.planning.sizes import (
    AFTER_BOOT,
    BASELINE,
    PATIENCES,
    RETURN,
    SURGE,
    TRIES,
    Sizes,
)
from epreuve.audits.profile.model import Profile
from tests.audits.planning.test_planner import PROFILE

SLOW = JourneyTiming(journey="x", cohort="edge-lossy", seconds=19.0, slowest_step=8.0)


def calibration(boot: float = 2.0) -> Calibration:
    return Calibration(journeys=(SLOW,), boot=boot, receipt=0.01)


def profile(peak: float) -> Profile:
    service = PROFILE.service.model_copy(update={"normal_peak": peak})
    return PROFILE.model_copy(update={"service": service})


def test_patience_is_longer_on_a_slow_link_and_bounded() -> None:
    assert patience_on("control", 30.0, calibration()) == 30.0
    assert patience_on("edge-lossy", 30.0, calibration()) == 54.0
    endless = SLOW.model_copy(update={"slowest_step": 90.0})
    heavy = Calibration(journeys=(endless,), boot=1.0, receipt=0.01)
    assert patience_on("edge-lossy", 30.0, heavy) == 180.0


def test_patience_is_the_same_at_every_scale() -> None:
    plans = [
        make_plan(PROFILE, read_crisis("tous-risques"), seed=7, scale=scale,
                  calibration=calibration())
        for scale in (1.0, 60.0)
    ]  # fmt: skip
    assert plans[0].cohorts == plans[1].cohorts
    assert plans[0].patience_of("edge-lossy") == PROFILE.service.patience + 24.0


@pytest.mark.parametrize("peak", [0.05, 0.25, 1.0, 10.0])
def test_a_window_has_the_journeys_that_it_needs_at_every_peak(peak: float) -> None:
    plan = make_plan(profile(peak), read_crisis("tous-risques"), seed=7, scale=60.0,
                     calibration=calibration())  # fmt: skip
    sizes = Sizes(plan.profile, plan.calibration)
    load = next(load for load in plan.loads if load.name == "surge")
    linked = 0.8 * sizes.critical_share
    assert load.expected(load.start, load.end) * linked >= SURGE * 0.7  # it begins slowly
    base = next(load for load in plan.loads if load.name == "Baseline 1")
    assert base.expected(base.start, base.end) * sizes.critical_share >= BASELINE * 0.7


def test_a_surge_outlasts_the_users_who_wait() -> None:
    for peak in (0.25, 20.0):
        plan = make_plan(profile(peak), read_crisis("tous-risques"), seed=7, scale=60.0,
                         calibration=calibration())  # fmt: skip
        window = plan.window("surge")
        assert window is not None
        assert window.end - window.start >= PATIENCES * plan.patience_of("control") == 30.0


def judged_crises() -> list[str]:
    """Return the crises with a stage after them whose return is judged."""
    return [crisis for crisis in crisis_ids() if return_stage(read_crisis(crisis)) is not None]


def test_the_official_crisis_has_a_return() -> None:
    assert "tous-risques" in judged_crises()


@pytest.mark.parametrize("crisis", judged_crises())
@pytest.mark.parametrize("scale", [20.0, 60.0])
def test_a_return_has_the_journeys_that_it_needs_in_every_crisis(crisis: str, scale: float) -> None:
    plan = make_plan(profile(0.25), read_crisis(crisis), seed=7, scale=scale,
                     calibration=calibration())  # fmt: skip
    stage = return_stage(plan.crisis)
    assert stage is not None
    load = next(load for load in plan.loads if load.name == stage.id)
    linked = linked_share(stage) * Sizes(plan.profile, plan.calibration).critical_share
    assert load.expected(load.start, load.end) * linked >= RETURN * 0.95
    length = load.end - load.start
    assert load.expected(load.start, load.end) / length >= plan.profile.service.normal_peak
    assert length < 300  # no window grows without need


def test_only_the_stage_that_is_judged_needs_its_journeys() -> None:
    plan = make_plan(profile(0.25), read_crisis("cyclone"), seed=7, scale=60.0,
                     calibration=calibration())  # fmt: skip
    weak = plan.window("weak-network")  # three in ten users have a link, at a low load
    stage = return_stage(plan.crisis)
    assert stage is not None
    assert (stage.id, weak is not None) == ("surge", True)
    assert weak is not None
    assert weak.closes - weak.start <= Sizes(plan.profile, plan.calibration).after_cut()


def test_control_users_follow_the_normal_peak() -> None:
    assert Sizes(profile(0.25), calibration()).control_rate(60.0) == 0.125
    assert Sizes(profile(0.25), calibration()).control_rate(20.0) == 0.3
    assert Sizes(profile(20.0), calibration()).control_rate(60.0) == 2.0


def test_a_cell_has_its_journeys_at_twice_the_normal_peak_at_most() -> None:
    sizes = Sizes(profile(0.25), calibration())
    assert sizes.tries == TRIES * len(PROFILE.critical())
    assert sizes.tries / sizes.cell(1.0) == 0.5


def test_the_time_after_a_cut_follows_the_boot_and_its_limit() -> None:
    assert Sizes(PROFILE, calibration(8.0)).after_cut() == 24.0 + AFTER_BOOT
    power = PROFILE.power.model_copy(update={"boot_within": 12.0})
    bounded = PROFILE.model_copy(update={"power": power})
    assert Sizes(bounded, calibration(8.0)).after_cut() == 12.0 + AFTER_BOOT


def test_a_slow_boot_makes_the_stage_with_power_cuts_longer() -> None:
    lengths = []
    for boot in (1.0, 10.0):
        plan = make_plan(PROFILE, read_crisis("tous-risques"), seed=7, scale=60.0,
                         calibration=calibration(boot))  # fmt: skip
        window = plan.window("power-cut")
        assert window is not None
        lengths.append(window.end - window.start)
    assert lengths[1] > 2 * lengths[0]


def test_few_journeys_make_no_window_of_hours() -> None:
    plan = make_plan(profile(0.001), read_crisis("tous-risques"), seed=7, scale=60.0,
                     calibration=calibration())  # fmt: skip
    assert max(window.end - window.start for window in plan.windows if window.kind != "phase") < 301


@pytest.mark.parametrize("peak", [0.05, 0.25, 1.0, 10.0])
def test_calm_probes_are_no_surge(peak: float) -> None:
    plan = make_plan(profile(peak), read_crisis("tous-risques"), seed=7, scale=60.0,
                     calibration=calibration(), probes=probe_schedules())  # fmt: skip
    calm = plan.window("baseline-2")
    assert calm is not None
    times = [one.at for one in plan.probes if one.at < calm.end and not one.about]
    assert len(times) > 8
    gaps = [after - before for before, after in itertools.pairwise(sorted(times)[2:])]
    assert min(gaps) >= min(0.99 / peak, 0.9)


def test_a_pause_is_long_enough_for_a_user_who_gives_up_in_the_last_step() -> None:
    calm = JourneyTiming(journey="x", cohort="control", seconds=4.0, slowest_step=1.0)
    measured = Calibration(journeys=(calm, SLOW), boot=2.0, receipt=0.01)
    plan = make_plan(profile(1.0), read_crisis("tous-risques"), seed=7, scale=60.0,
                     calibration=measured)  # fmt: skip
    pauses = {one.window: one.limit for one in plan.barriers if one.kind == "settle"}
    assert pauses["control:normal"] > plan.patience_of("control") + 4.0
    assert pauses["surge"] > plan.patience_of("edge-lossy") + 19.0
