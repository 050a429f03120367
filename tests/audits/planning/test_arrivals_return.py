"""Share of users without a link who come back later."""

from pathlib import Path

import pytest

from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan

PROFILE = """\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 10/s}
journeys:
  lire: {critical: true, steps: [{get: /, expect: {status: 200}}]}
"""
CRISIS = """\
epreuve_crisis: 1
id: retour
title: {fr: Retour, en: Return}
paragraph: {fr: Retour, en: Return}
assumptions: [{fr: rien, en: nothing}]
lessons: [{fr: rien, en: nothing}]
stages:
  - id: a
    phase: during
    lasts: 10 min
    title: {fr: A, en: A}
    load: {peak: 5}
    networks: {no-network: 0.5, dsl: 0.5}
  - id: b
    phase: after
    lasts: 10 min
    title: {fr: B, en: B}
    load: {peak: 1}
    networks: {3g: 1.0}
    returns: RETURNS
"""


RATE = 10.0  # journeys a second of the normal peak
AWAY = 0.5 * 5 * 600  # users without a link in the stage before, in times one second of the peak


def plan_of(folder: Path, returns: float, scale: float = 4) -> Plan:
    profile, crisis = folder / "profile.yaml", folder / "crisis.yaml"
    profile.write_text(PROFILE, encoding="utf-8")
    crisis.write_text(CRISIS.replace("RETURNS", str(returns)), encoding="utf-8")
    return prepare(profile, str(crisis), 4, scale)


def test_a_share_of_users_returns_on_the_networks_of_the_stage(tmp_path: Path) -> None:
    none, half, all_of_them = (plan_of(tmp_path, share).arrivals for share in (0, 0.5, 1))
    away = sum(arrival.cohort == "no-network" for arrival in none)
    back = len(half) - len(none)

    assert away > 100
    assert 0.4 * away < back < 0.6 * away
    assert len(all_of_them) - len(none) == away
    stage = plan_of(tmp_path, 0.5).window("b")
    assert stage is not None
    extra = {(arrival.at, arrival.cohort) for arrival in half} - {
        (arrival.at, arrival.cohort) for arrival in none
    }
    assert all(stage.start <= at <= stage.closes and cohort == "3g" for at, cohort in extra)


@pytest.mark.parametrize("scale", [1, 4, 20, 60])
def test_users_come_back_at_the_rate_of_the_crisis_at_any_scale(
    tmp_path: Path, scale: float
) -> None:
    plan = plan_of(tmp_path, 0.5, scale)
    stage = plan.window("b")
    assert stage is not None
    length = stage.closes - stage.start
    none = plan_of(tmp_path, 0, scale).expected_arrivals(stage.start, stage.closes)
    back = plan.expected_arrivals(stage.start, stage.closes) - none
    assert back / length == pytest.approx(RATE * 0.5 * AWAY / 600, rel=0.01)


def test_no_more_users_come_back_than_are_away(tmp_path: Path) -> None:
    crisis = read_crisis("tous-risques")
    surge, *middle, last = crisis.stages
    long_ago = surge.model_copy(update={"lasts": 360_000.0})  # a crowd of 100 hours
    all_back = last.model_copy(update={"returns": 1.0})
    crisis = crisis.model_copy(update={"stages": (long_ago, *middle, all_back)})
    plan = make_plan(plan_of(tmp_path, 0.5).profile, crisis, seed=1, scale=10_000)
    (back,) = plan.returns
    assert back.share == 1.0


def test_returning_users_are_drawn_before_the_run_and_counted(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, 0.5)
    arrivals = plan.arrivals
    assert plan_of(tmp_path, 0.5).arrivals == arrivals
    assert [arrival.number for arrival in arrivals] == list(range(len(arrivals)))
    assert sorted(arrival.at for arrival in arrivals) == [arrival.at for arrival in arrivals]
    back = sum(arrival.cohort == "3g" for arrival in arrivals)
    assert plan.arrivals_by_cohort["3g"] == plan_of(tmp_path, 0.5).arrivals_by_cohort["3g"] == back


def test_expected_arrivals_include_returning_users(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, 0.5)
    stage = plan.window("b")
    assert stage is not None
    came = sum(stage.start <= arrival.at < stage.end for arrival in plan.arrivals)
    assert abs(plan.expected_arrivals(stage.start, stage.end) - came) < 4 * came**0.5
    without = plan_of(tmp_path, 0).expected_arrivals(stage.start, stage.end)
    assert plan.expected_arrivals(stage.start, stage.end) > 1.5 * without
