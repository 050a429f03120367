"""Surge: success, step times and goodput."""

import math

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.links import Links
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.planner import make_plan
from tests.audits.checks.facts.conftest import (
    PLAN,
    STAGES,
    See,
    attempt,
    crisis,
    fault,
    healed,
    profile,
    request,
    several,
    start,
    window,
)


def test_surge_counts_users_with_a_link(see: See) -> None:
    facts = see(several("a", "SSSFNN", "edge-lossy"))
    assert facts.surge == Tries(4, 3)
    assert facts.flash == Tries(4, 3)
    assert Tries(4, 3).share == 0.75


def test_control_users_on_clean_links_are_compared_and_not_counted(see: See) -> None:
    facts = see([*several("a", "SSSF"), *several("a", "SSSSS", "control", first=50)])
    assert facts.surge == facts.flash == Tries(4, 3)
    assert facts.links == Links(Tries(4, 3), Tries(5, 5))
    with pytest.raises(NoEvidence, match="needs at least 4 journeys, and had 0"):
        _ = see(several("a", "SSSF")).links


def test_a_journey_that_outlasts_its_poor_link_shows_nothing_about_it(see: See) -> None:
    at = start("a")
    link = [fault("citizens-edge-lossy", at=at), healed("citizens-edge-lossy", at + 20.0, 9)]
    early, clean = several("a", "SSSSSSSSSSF"), several("a", "SSSSS", "control", first=50)
    late = attempt(90, at + 1, took=30.0, cohort="edge-lossy")  # the last bytes came at the heal
    assert see([*link, *early, late, *clean]).links == Links(Tries(11, 10), Tries(5, 5))
    assert see([*link, *early, late, *clean]).surge == Tries(12, 11)


def test_a_sudden_surge_needs_twelve_expected_journeys(see: See) -> None:
    few = [{**STAGES[0], "lasts": "30 s"}, *STAGES[1:]]
    service = {"name": "s", "address": "http://127.0.0.1:20000", "normal_peak": "1/min"}
    plan = make_plan(profile(service=service), crisis(few), seed=7, scale=20.0)
    surge = plan.window("a")
    assert surge is not None
    short = surge.model_copy(update={"end": surge.start + 5, "closes": surge.start + 4})
    windows = tuple(short if one.name == "a" else one for one in plan.windows)
    with pytest.raises(NoEvidence, match="Only 0 journeys were expected"):
        _ = see(several("a", "SSSS"), plan.model_copy(update={"windows": windows})).flash


def test_three_attempts_are_too_few(see: See) -> None:
    with pytest.raises(NoEvidence, match="needs at least 4 journeys, and had 3"):
        _ = see(several("a", "SSS")).surge


def test_a_journey_that_ends_well_after_its_window_has_succeeded(see: See) -> None:
    late = attempt(9, start("a") + 1, took=500.0, cohort="edge-lossy")
    assert see([*several("a", "S" * 9), late]).surge == Tries(10, 10)


def test_a_surge_whose_users_succeed_only_after_it_is_too_short(see: See) -> None:
    late = [attempt(n, start("a") + 1, took=500.0, cohort="edge-lossy") for n in (8, 9)]
    facts = see([*several("a", "S" * 6), *several("a", "SSSS", "control", first=50), *late])
    assert "2 of 12 journeys" in facts.short_surge.en
    assert "too short to judge this service" in facts.short_surge.en
    assert facts.surge == Tries(8, 8)
    for fact in ("links", "refusals"):
        with pytest.raises(NoEvidence, match="too short to judge"):
            getattr(facts, fact)
    assert see(several("a", "S" * 6)).short_surge is None


def test_a_journey_that_the_next_event_ended_is_counted_apart(see: See) -> None:
    cut = attempt(90, start("a") + 1, "reset", took=500.0, cohort="edge-lossy")
    assert see([*several("a", "S" * 12), cut]).surge == Tries(12, 12, cut_off=1)


def test_many_journeys_cut_off_give_bounds(see: See) -> None:
    """A saturated journey of several steps outlasts the pause of one patience."""
    cut = [
        attempt(90 + i, start("a") + 1, "reset", took=500.0, cohort="edge-lossy") for i in range(2)
    ]
    surge = see([*several("a", "S" * 4 + "F" * 6), *cut]).surge
    assert (surge.at_worst, surge.at_best) == (Tries(12, 4), Tries(12, 6))
    few = see([*several("a", "S" * 12), cut[0]]).surge
    assert few.at_worst == few.at_best == Tries(12, 12)


def test_control_users_cut_off_give_no_comparison(see: See) -> None:
    cut = [attempt(90 + i, start("a") + 1, "reset", took=500.0, cohort="control") for i in range(2)]
    with pytest.raises(NoEvidence, match=r"2 of 12 journeys of “x” had not ended"):
        _ = see([*several("a", "S" * 4), *several("a", "S" * 10, "control", first=50), *cut]).links


def test_goodput_has_both_ends_of_the_users_cut_off(see: See) -> None:
    """Ten users per second began in the ramp, as many in the surge, where half were cut off."""
    cut = [
        attempt(900 + i, start("a") + 1, "reset", took=500.0, cohort="edge-lossy") for i in range(6)
    ]
    goodput = see([*several("ramp", "S" * 90), *several("a", "S" * 6, first=300), *cut]).goodput
    assert goodput.highest == pytest.approx(2 * goodput.peak)
    assert goodput.interval is not None
    assert goodput.interval.low < goodput.peak / goodput.best < goodput.interval.high


def test_a_failed_step_is_endless(see: See) -> None:
    at = start("a") + 0.3
    steps = [request(0, at), request(1, at), request(2, at, "gave up")]
    control = [attempt(7, at, cohort="control"), request(7, at)]
    times = see([*several("a", "SSSS"), *steps, *control]).step_times
    assert times == (0.5, 0.5, math.inf)


def test_a_step_counts_once_with_all_its_tries(see: See) -> None:
    at, end = start("a") + 0.3, window("a").end
    rows = [
        request(0, at, "http error"), request(1, at, "http error"), request(2, end - 1, "reset"),
        request(0, at + 5.5, "http error", attempt=1), request(1, at + 5.5, attempt=1),
        request(0, at + 11, attempt=2), request(1, at + 7, step="GET /"),
        request(1, at + 12, "http error", step="GET /", attempt=1),
        request(2, end + 5, attempt=1), request(3, end + 1),
    ]  # fmt: skip
    users = [one._replace(ended=end + 6) for one in several("a", "SSSS")]
    times = see([*users, *rows]).step_times
    assert times == pytest.approx((11.5, 6.0, 6.5, math.inf))


def test_a_sudden_surge_lasts_as_long_as_its_users_wait(see: See) -> None:
    waited = attempt(50, start("a") + 2.5 * PLAN.patience_of("control"), "gave up")
    late = waited._replace(cohort="edge-lossy")
    assert see([*several("a", "SSSS"), late]).flash == Tries(5, 4)


def test_goodput_is_the_planned_rate_times_success(see: See) -> None:
    length = window("ramp").closes - start("ramp")
    goodput = see(
        [
            *several("ramp", "SSSS", first=0, after=0.1),
            *several("ramp", "SSSS", first=10, after=length / 3 + 0.1),
            *several("ramp", "SSFF", first=20, after=2 * length / 3 + 0.1),
            *several("a", "SFFF", first=30),
        ]
    ).goodput
    # 2/s at the normal peak: ×5.5 in the middle third, ×8.5 in the last, half of it in vain.
    assert goodput.best == pytest.approx(11.0)
    assert goodput.peak == pytest.approx(20 * 0.25, rel=1e-3)
    low, high = goodput.interval
    assert low < goodput.peak / goodput.best < high


def test_best_goodput_is_at_most_the_demand_of_the_surge(see: See) -> None:
    modest = [{**STAGES[0], "load": {"peak": 2}, "networks": {}}, *STAGES[1:]]
    plan = make_plan(profile(), crisis(modest), seed=7, scale=20.0)
    part = (window("ramp").closes - start("ramp")) / 3
    ramp = [
        one for i in range(3) for one in several("ramp", "SSSS", first=10 * i, after=part * i + 0.1)
    ]
    goodput = see([*ramp, *several("a", "SSSS", "control", first=90)], plan).goodput
    assert goodput.best == pytest.approx(4.0)
    assert goodput.peak == pytest.approx(4.0)
