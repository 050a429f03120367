"""Parts of a plan that do not fit into the allowed time."""

import pytest

from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.part import PARTS
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.timeline_drawing import draw_plan
from tests.audits.planning.test_planner import PROFILE


def plan(at_most: float | None) -> Plan:
    return make_plan(
        PROFILE, read_crisis("tous-risques"), seed=7, scale=60.0, at_most=at_most,
        probes=probe_schedules(),
    )  # fmt: skip


def test_everything_is_planned_without_a_limit() -> None:
    assert plan(None).left_out == ()
    assert plan(10_000.0) == plan(None).model_copy(update={"at_most": 10_000.0})


def test_parts_are_left_out_in_order_until_the_plan_fits() -> None:
    whole = plan(None)
    shorter = plan(whole.duration - 1.0)
    assert [one.part for one in shorter.left_out] == ["cold start"]
    assert shorter.window(COLD_CELL) is None
    assert shorter.window(ISLAND_CELL) is not None
    assert shorter.duration + shorter.left_out[0].seconds == pytest.approx(whole.duration)


def test_the_shortest_plan_keeps_the_stages_of_the_crisis() -> None:
    shortest = plan(1.0)
    assert [one.part for one in shortest.left_out] == list(PARTS)
    assert [window.name for window in shortest.windows if window.kind == "cell"] == [
        "control:normal"
    ]
    assert {window.name for window in shortest.windows} >= {
        "surge",
        "silence",
        "power-cut",
        "return",
    }


def test_what_is_left_out_is_drawn() -> None:
    shortest = plan(1.0)
    drawn = draw_plan(shortest, "en")
    assert "left out, the allowed time is too short: each dependency silent in turn" in drawn
    assert "the shortest crisis that can judge this service takes" in drawn
    assert "0:01 is allowed" in drawn
    assert "allowed" not in draw_plan(plan(10_000.0), "en")
