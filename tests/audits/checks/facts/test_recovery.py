"""Recovery after power cuts, and the rebound, each against the level before."""

import pytest

from epreuve.audits.checks.facts.levels import Compared
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import COLD_CELL
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.scoring.criterion_result import judge_criterion
from tests.audits.checks.facts.conftest import (
    PLAN,
    STAGES,
    Row,
    See,
    attempt,
    crisis,
    power,
    profile,
    request,
    several,
    start,
    window,
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
    assert recovery.answering == pytest.approx(back + 3.5)
    assert recovery.useful == recovery.answering
    (failed,) = see([*CALM, *DARK, *down]).recoveries
    assert (failed.answering, failed.useful, failed.tried) == (None, None, 10)
    assert failed.watched == pytest.approx(start(COLD_CELL) - back)


def test_a_service_that_failed_half_before_the_cut_is_useful_at_that_level(see: See) -> None:
    up = [attempt(i, CUT.end + 0.2 * i, "success" if i % 2 else "http error") for i in range(200)]
    rows = [*HALF, *DARK, *up, request(1, CUT.end + 0.2)]
    (recovery,) = see(rows).recoveries
    assert recovery.useful == pytest.approx(recovery.answering)
    assert see([*CALM, *rows[len(HALF) :]]).recoveries[0].useful is None


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


def test_the_rebound_is_the_stage_after_against_the_level_before(see: See) -> None:
    rebound = see([*CALM, *several("d", "SSSF")]).rebound
    assert rebound.journeys == Compared(4, 3, 4.0, rebound.journeys.control)
    length = window("d").closes - start("d")
    assert rebound.multiple == pytest.approx(4 / length / 2)
    assert see([*HALF, *several("d", "SSFF")]).rebound.journeys.share == 1.0
    with pytest.raises(NoEvidence, match="no level before the fault"):
        _ = see(several("d", "SSSF")).rebound


def test_the_rebound_is_the_stage_with_the_highest_load_and_without_power_cuts(see: See) -> None:
    low = {**STAGES[3], "id": "e", "load": {"peak": 0.1}}
    unlinked = {**STAGES[3], "id": "f", "load": {"peak": 6},
                "networks": {"no-network": 0.9, "dsl": 0.1}}  # fmt: skip
    cuts = {**STAGES[2], "id": "g", "phase": "after"}
    plan = make_plan(
        profile(), crisis([*STAGES[:3], low, unlinked, STAGES[3], cuts]), seed=7, scale=20.0
    )
    rows = [*CALM]
    for first, (name, outcomes) in enumerate(
        {"e": "SSSS", "f": "SSSS", "d": "SSFF", "g": "S" * 4}.items()
    ):
        stage = plan.window(name)
        assert stage is not None
        rows += [
            attempt(100 * first + i, stage.start + 0.3, "success" if one == "S" else "http error")
            for i, one in enumerate(outcomes)
        ]
    assert see(rows, plan).rebound.journeys.share == 0.5
    only_cuts = make_plan(profile(), crisis([*STAGES[:3], cuts]), seed=7, scale=20.0)
    with pytest.raises(NoEvidence, match="only stages with power cuts"):
        _ = see(rows, only_cuts).rebound


@pytest.mark.parametrize(("control", "tried"), [("SSSSSS", 16), ("SFFFFF", 4)])
def test_a_surge_that_fails_control_users_is_no_level(see: See, control: str, tried: int) -> None:
    surge = several("a", "SFFFFFFFFF" * 4, first=100)  # one in ten on a poor link
    users = several("d", "SSSFFFFFFFFF", "edge-lossy", first=300) + several("d", "SSSS", first=400)
    facts = see([*CALM, *surge, *several("a", control, "control", first=200), *users])
    assert facts.rebound.journeys.tried == tried
    assert ("edge-lossy" in facts.levels) == (tried == 16)


def test_without_users_who_come_back_there_is_no_rebound(see: See) -> None:
    nobody = {**STAGES[3], "load": {"peak": 0.1}, "networks": {"no-network": 0.9, "geo-sat": 0.1}}
    plan = make_plan(profile(), crisis([*STAGES[:3], nobody]), seed=7, scale=20.0)
    stage = plan.window("d")
    assert stage is not None
    for outcome, expected in (("success", "inconclusive"), ("http error", "scored")):
        users = [attempt(i, stage.start + 1 + 2.0 * i, outcome) for i in range(8)]
        facts = see([*CALM, *users], plan)
        result = judge_criterion(GRID.criterion("REC-5"), facts, plan.profile, ON)
        assert result.mark.outcome == expected
    assert result.mark.score == 0


def test_the_cold_start_is_no_cut_of_the_crisis(see: See) -> None:
    at = start(COLD_CELL)
    assert see([power("off", at), power("on", at + 1.5)]).cuts_of_the_crisis == 0
    assert (
        see([power("off", at - 9), power("on", at - 5), power("off", at)]).cuts_of_the_crisis == 1
    )
