"""Calls to a failed third party."""

from dataclasses import replace

import pytest

from epreuve.audits.checks.facts.traffic import Calls, pooled
from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.planning.plan import CONTROL_CELL, Plan, Probe
from epreuve.audits.planning.planner import make_plan
from epreuve.probes.evidence.row import Row
from tests.audits.checks.facts.conftest import (
    PLAN,
    See,
    attempt,
    crisis,
    profile,
    request,
    several,
    start,
    traffic,
)


def test_calls_to_a_failed_third_party_are_compared_at_equal_load(see: See) -> None:
    rows = [
        traffic(CONTROL_CELL, 0.0, identite=0, sms=0),
        traffic(CONTROL_CELL, 3.0, identite=6, sms=3),
        traffic("identite:silent", 0.0, identite=6), traffic("identite:silent", 3.0, identite=9),
        traffic("sms:silent", 0.0, sms=9), traffic("sms:silent", 3.0, sms=99),
        traffic("a", 0.0, identite=10), traffic("a", 30.0, identite=110),
        traffic("b", 0.0, identite=110), traffic("b", 30.0, identite=160),
    ]  # fmt: skip
    served = several("a", "SSSS")
    (calls,) = see([*rows, *served]).calls  # sms is called too little for a ratio
    assert (calls.dependency, calls.silent_count, calls.normal_count) == ("identite", 53, 106)
    # The seconds in which users arrived; the readings after the pauses do not count as time.
    cell, stage = _arrivals("identite:silent"), _arrivals("b")
    assert calls.silent_lasted == pytest.approx(cell + stage)
    assert calls.silent == pytest.approx(60 * 53 / (cell + stage))
    # In a cell as in the control cell; in b as in stage a, whose load has to rise first.
    assert calls.normal > 60 * (6 + 100 * stage / _arrivals("a")) / (cell + stage)
    assert calls.ratio == pytest.approx(calls.silent / calls.normal)
    assert calls.is_hanging  # no journey began in the window


def test_a_surge_of_which_a_part_is_rejected_has_no_normal_rate(see: See) -> None:
    rows = [
        traffic(CONTROL_CELL, 0.0, identite=0), traffic(CONTROL_CELL, 3.0, identite=6),
        traffic("identite:silent", 0.0, identite=6), traffic("identite:silent", 3.0, identite=9),
        traffic("a", 0.0, identite=10), traffic("a", 30.0, identite=110),
        traffic("b", 0.0, identite=110), traffic("b", 30.0, identite=160),
    ]  # fmt: skip
    for surge in ("SSSF", ""):
        (calls,) = see([*rows, *several("a", surge)]).calls
        assert (calls.silent_count, calls.normal_count) == (3, 6)


def test_comparisons_of_one_dependency_are_pooled_at_the_load_of_each() -> None:
    cell, stage = Calls("d", 3, 3.0, 6, 3.0), Calls("d", 100, 30.0, 100, 60.0, load=4.0)
    both = pooled([cell, stage])
    assert (both.silent_count, both.normal_count) == (103, 106)
    assert both.normal == pytest.approx(60 * (6 + 200) / 33)
    assert both.ratio == pytest.approx(103 / 206)
    assert not both.is_hanging
    assert pooled([cell, replace(stage, is_hanging=True)]).is_hanging


def test_a_window_whose_journeys_wait_is_hanging(see: See) -> None:
    rows = [
        traffic(CONTROL_CELL, 0.0, identite=0), traffic(CONTROL_CELL, 3.0, identite=6),
        traffic("identite:silent", 0.0, identite=6), traffic("identite:silent", 3.0, identite=6),
    ]  # fmt: skip
    at = start("identite:silent") + 0.2
    waiting = [attempt(i, at, "gave up") for i in range(3)]
    (hanging,) = see([*rows, *waiting, attempt(9, at)]).calls
    assert hanging.is_hanging
    assert hanging.interval.low == 0.0
    (served,) = see([*rows, *several("identite:silent", "SSFF")]).calls
    assert not served.is_hanging


def test_calls_after_the_end_of_a_window_are_those_of_its_slow_journeys(see: See) -> None:
    """The second reading comes after the pause, so that slow pages do not hide calls."""
    rows = [
        traffic(CONTROL_CELL, 0.0, identite=0), traffic(CONTROL_CELL, 20.0, identite=60),
        traffic("identite:silent", 0.0, identite=60), traffic("identite:silent", 3.0, identite=120),
    ]  # fmt: skip
    (calls,) = see([*rows, *several("identite:silent", "SSFF")]).calls
    assert calls.ratio == pytest.approx(1.0, rel=0.1)


def _rows_with_eight_submissions() -> list[Row]:
    """Four users and eight submissions of the backlog probe, each with one connection."""
    return [
        traffic(CONTROL_CELL, 0.0, partenaire=0), traffic(CONTROL_CELL, 3.0, partenaire=4),
        traffic("partenaire:silent", 3.0, partenaire=4),
        traffic("partenaire:silent", 6.0, partenaire=16),
        *several(CONTROL_CELL, "SSSS"), *several("partenaire:silent", "FFFF", first=100),
    ]  # fmt: skip


def _with_probes(*probes: tuple[str, int]) -> Plan:
    sent = [Probe(at=start(name), name="x", about=name, sends=sends) for name, sends in probes]
    return PLAN.model_copy(update={"probes": tuple(sent)})


def test_submissions_of_the_tool_are_no_calls_of_users(see: See) -> None:
    rows = _rows_with_eight_submissions()
    (alone,) = see(rows, _with_probes()).calls
    assert alone.ratio == pytest.approx(3.0)
    (shared,) = see(rows, _with_probes(("partenaire:silent", 8))).calls
    assert shared.ratio == pytest.approx(1.0)
    assert shared.interval.low == pytest.approx(alone.interval.low / 3)
    assert shared.interval.high == alone.interval.high
    (control,) = see(rows, _with_probes((CONTROL_CELL, 2))).calls
    assert control.ratio == pytest.approx(4.5)
    assert control.interval.high == pytest.approx(alone.interval.high * 1.5)
    assert control.interval.low == alone.interval.low


def test_the_submissions_of_the_tool_weigh_less_beside_a_stage() -> None:
    cell = Calls("d", 12, 3.0, 4, 3.0, silent_own=2.0, normal_own=0.5)
    stage = Calls("d", 36, 3.0, 36, 3.0)
    both = pooled([cell, stage])
    assert both.silent_own == pytest.approx(2.0 * 4 / 40)
    assert both.normal_own == pytest.approx(0.5 * 4 / 40)


@pytest.mark.parametrize(
    ("name", "cell", "sends"),
    [
        ("backlog", "partenaire:silent", 8),
        ("form resumed", CONTROL_CELL, 1),
        ("information", "base:silent", 1),
        ("traffic", CONTROL_CELL, 0),
    ],
)
def test_a_probe_states_what_it_sends_in_a_cell(name: str, cell: str, sends: int) -> None:
    plan = make_plan(profile(), crisis(), seed=7, scale=20.0, probes=probe_schedules())
    counts = {one.sends for one in plan.probes if (one.name, one.about) == (name, cell)}
    assert counts == {sends}


def _arrivals(name: str) -> float:
    window = PLAN.window(name)
    assert window is not None
    return window.closes - window.start


def test_the_interval_of_a_ratio_narrows_with_the_counts() -> None:
    few, many = Calls("d", 4, 3.0, 4, 3.0), Calls("d", 400, 3.0, 400, 3.0)
    assert few.ratio == many.ratio == 1.0
    assert few.interval.low < 0.4 < 2.0 < few.interval.high
    assert many.interval.low == pytest.approx(0.89, abs=0.01)
    assert many.interval.high == pytest.approx(1.12, abs=0.01)
    assert Calls("d", 4, 3.0, 0, 3.0).interval.high == float("inf")


def test_reloads_of_users_are_no_retries_of_the_service(see: See) -> None:
    """The service calls once for each request and fails fast; each user reloads twice."""
    cell, users = "partenaire:silent", 60
    opened = users + int(3 * users * _arrivals(cell) / _arrivals(CONTROL_CELL))
    rows = [
        *several(CONTROL_CELL, "S" * users), *several(cell, "F" * users, first=1000),
        traffic(CONTROL_CELL, 0.0, partenaire=0), traffic(CONTROL_CELL, 3.0, partenaire=users),
        traffic(cell, 3.0, partenaire=users), traffic(cell, 6.0, partenaire=opened),
    ]  # fmt: skip
    (alone,) = see(rows, _with_probes()).calls
    assert alone.ratio == pytest.approx(3.0, rel=0.05)
    reloads = [
        request(1000 + n, start(cell) + 0.3 + 0.1 * again, "http error", attempt=again, status=503)
        for n in range(users)
        for again in range(3)
    ]
    (calls,) = see([*rows, *reloads], _with_probes()).calls
    assert calls.ratio == pytest.approx(1.0, rel=0.05)
    assert calls.interval.low < 1.0 < alone.interval.high == calls.interval.high
