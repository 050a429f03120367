"""Share of users without a link who come back later."""

from pathlib import Path

from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan import Plan

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


def plan_of(folder: Path, returns: float) -> Plan:
    profile, crisis = folder / "profile.yaml", folder / "crisis.yaml"
    profile.write_text(PROFILE, encoding="utf-8")
    crisis.write_text(CRISIS.replace("RETURNS", str(returns)), encoding="utf-8")
    return prepare(profile, str(crisis), 4, 20)


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
