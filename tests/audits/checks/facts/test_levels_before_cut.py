"""Level before a power cut: that of its own stage, not of calm or of the surge."""

from typing import Any

import pytest

from epreuve.audits.planning.plan import Plan, PowerCut, Window
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.scoring.criterion_result import judge_criterion
from epreuve.probes.evidence.records import Attempt
from tests.audits.checks.facts.conftest import (
    STAGES,
    Row,
    See,
    attempt,
    crisis,
    power,
    profile,
    request,
    several,
)
from tests.audits.checks.judgements.conftest import GRID, ON

EDGE: dict[str, Any] = {**STAGES[2], "networks": {"edge-lossy": 1.0}}
SILENT: dict[str, Any] = {"faults": [{"sets": "ID", "kind": "silent"}]}
CALM: list[Row] = list(several("baseline-1", "S" * 8, first=5000))


def planned(*stages: dict[str, Any]) -> tuple[Plan, Window, PowerCut]:
    """Return a plan with the stage of the cut `c` among its stages, that stage, and the cut."""
    plan = make_plan(profile(), crisis(list(stages)), seed=7, scale=20.0)
    window = plan.window("c")
    assert window is not None
    return plan, window, next(cut for cut in plan.cuts if cut.stage == "c")


def users(
    first: int, at: float, count: int, one_in: int = 1, cohort: str = "edge-lossy", **more: Any
) -> list[Attempt]:
    """Return users 0.02 s apart, of whom one in some succeeds; nobody where `one_in` is 0."""
    outcomes = ["success" if one_in and i % one_in == 0 else "http error" for i in range(count)]
    settings: dict[str, Any] = {"took": 0.01, "cohort": cohort, **more}
    return [
        attempt(first + i, at + 0.02 * i, outcome, **settings) for i, outcome in enumerate(outcomes)
    ]


def dark(cut: PowerCut) -> list[Row]:
    return [power("off", cut.start), power("on", cut.end), request(9000, cut.end)]


def test_control_users_have_the_level_of_the_stage_not_that_of_calm(see: See) -> None:
    plan, window, cut = planned(STAGES[0], STAGES[1], EDGE, STAGES[3])
    before = users(100, window.start, 60, 2) + users(200, window.start, 12, 2, "control")
    after = users(9000, cut.end, 1000, 2) + users(20000, cut.end, 200, 2, "control")
    facts = see([*CALM, *before, *after, *dark(cut)], plan)
    (recovery,) = facts.recoveries
    assert recovery.useful == recovery.first_success
    assert judge_criterion(GRID.criterion("REC-1"), facts, plan.profile, ON).mark.score == 100


def test_a_collapsed_surge_is_no_level_before_the_cut(see: See) -> None:
    plan, window, cut = planned(STAGES[0], STAGES[1], EDGE, STAGES[3])
    surge = plan.window("a")
    assert surge is not None
    rows = users(6000, surge.start, 400, 10) + users(100, window.start, 100)
    quarter = users(9000, cut.end, 1200, 4)
    facts = see([*rows, *quarter, *dark(cut)], plan)
    assert facts.recoveries[0].useful is None
    assert judge_criterion(GRID.criterion("REC-1"), facts, plan.profile, ON).mark.score == 0


def test_failures_from_a_fault_that_lasts_are_not_failures_from_the_cut(see: See) -> None:
    plan, window, cut = planned({**STAGES[0], **SILENT}, {**EDGE, **SILENT}, STAGES[3])
    before = users(100, window.start, 10, 0) + users(200, window.start, 10, 0, "control")
    after = users(9000, cut.end, 500, 0) + users(20000, cut.end, 100, 0, "control")
    facts = see([*CALM, *before, *after, *dark(cut)], plan)
    assert facts.recoveries[0].tried == 0
    result = judge_criterion(GRID.criterion("REC-1"), facts, plan.profile, ON)
    assert result.mark.outcome == "inconclusive"
    assert "must have a level before" in result.reason.en


@pytest.mark.parametrize(("one_in", "useful"), [(2, True), (1, False)])
def test_earlier_stages_with_the_same_fault_are_a_level(
    see: See, one_in: int, useful: bool
) -> None:
    plan, _, cut = planned({**STAGES[0], **SILENT}, {**EDGE, **SILENT}, STAGES[3])
    same = plan.window("a")
    assert same is not None
    after = users(9000, cut.end, 1000, 2)
    rows = [*CALM, *users(100, same.start, 40, one_in), *after, *dark(cut)]
    assert (see(rows, plan).recoveries[0].useful is not None) == useful
    plan, _, cut = planned(STAGES[0], {**EDGE, **SILENT}, STAGES[3])  # no fault in the first stage
    assert see(rows, plan).recoveries[0].tried == 0


def test_calm_decides_about_journeys_that_the_cut_ended(see: See) -> None:
    plan, window, cut = planned(STAGES[0], STAGES[1], EDGE, STAGES[3])
    surge = plan.window("a")
    assert surge is not None
    # One in three succeeds in all stages; failures take 30 s, so the cut ends those of its stage.
    third = users(6000, surge.start, 300, 3)
    waiting = [
        one if one.outcome == "success" else one._replace(ended=one.intended + 30)
        for one in users(100, window.start, 60, 3)
    ]
    after = users(9000, cut.end, 1200, 3)
    (recovery,) = see([*third, *waiting, *after, *dark(cut)], plan).recoveries
    assert recovery.useful == recovery.first_success
    (unknown,) = see([*waiting, *after, *dark(cut)], plan).recoveries  # no level at all
    assert unknown.tried == 0


def test_a_series_of_cuts_is_compared_with_the_time_before_the_first_cut(see: See) -> None:
    cuts = [{"after": "2 min", "lasts": "2 min", "pattern": "P2"},
            {"after": "8 min", "lasts": "30 s"}]  # fmt: skip
    plan, window, first = planned(STAGES[0], STAGES[1], {**EDGE, "power": "P4", "cuts": cuts})
    second = plan.cuts[1]
    rows: list[Row] = [*users(100, window.start, 100), *users(300, first.end, 100, 0)]
    rows += users(9000, second.end, 1000, 2)  # half of them: less than before the cuts
    rows += [*dark(first), power("off", second.start), power("on", second.end)]
    assert see(rows, plan).recoveries[1].useful is None
