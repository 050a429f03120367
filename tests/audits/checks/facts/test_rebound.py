"""The rebound: users who come back after the crisis, against the level before."""

import pytest

from epreuve.audits.checks.facts.levels import Compared
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.scoring.criterion_result import judge_criterion
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
    start,
    window,
)
from tests.audits.checks.judgements.conftest import GRID, ON

CALM: list[Row] = list(several("baseline-1", "S" * 8, first=5000))
HALF: list[Row] = list(several("baseline-1", "SF" * 8, first=5000))
# The power comes back one second before the users; `boot_within` is 5 s.
DARK: list[Row] = [power("off", start("d") - 3), power("on", start("d") - 1)]
BOOTING: list[Row] = [*CALM, *DARK, *several("d", "F" * 6, first=800)]


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


def test_a_boot_is_no_relapse(see: See) -> None:
    """Users who come back while the service starts: REC-1 and REC-2 judge the start."""
    rebound = see([*BOOTING, *several("d", "S" * 8, after=3.6)]).rebound
    assert rebound.journeys.tried == rebound.journeys.succeeded == 8
    length = window("d").closes - start("d") - 0.3  # the last failed journey began a moment before
    assert rebound.multiple == pytest.approx(8 / length / 2)


def test_a_static_page_is_no_end_of_the_boot(see: See) -> None:
    """A web server serves the first page at once; the application starts three seconds later."""
    first_pages = [request(800 + n, start("d") + 0.25, step="GET /") for n in range(6)]
    late = several("d", "FF", first=900, after=2.5)
    rebound = see([*BOOTING, *first_pages, *late, *several("d", "S" * 8, after=3.6)]).rebound
    assert rebound.journeys.tried == rebound.journeys.succeeded == 8


def test_a_start_longer_than_the_profile_grants_is_a_relapse(see: See) -> None:
    late = several("d", "FFFF" + "S" * 8, first=100, after=4.5)
    rebound = see([*BOOTING, *late]).rebound
    assert (rebound.journeys.tried, rebound.journeys.succeeded) == (12, 8)


def test_users_who_only_came_during_the_start_show_nothing(see: See) -> None:
    with pytest.raises(NoEvidence, match="still starting when users came back: 3 journeys"):
        _ = see([*BOOTING, *several("d", "SSS", after=3.0)]).rebound


def test_a_service_that_keeps_its_power_does_not_start(see: See) -> None:
    proxy = profile(power={"level": "proxy", "boot_within": "5 s"})
    plan = make_plan(proxy, crisis(), seed=7, scale=20.0)
    assert see([*BOOTING, *several("d", "SS")], plan).rebound.journeys.tried == 8


def test_many_users_cut_off_have_failed_at_worst(see: See) -> None:
    cut = [attempt(900 + i, start("d") + 1, "reset", took=900.0) for i in range(4)]
    journeys = see([*CALM, *several("d", "S" * 8), *cut]).rebound.journeys
    assert (journeys.tried, journeys.succeeded, journeys.cut_off) == (12, 8, 4)
    assert (journeys.share, journeys.highest) == (8 / 12, 1.0)
    few = see([*CALM, *several("d", "S" * 12), cut[0]]).rebound.journeys
    assert (few.tried, few.cut_off) == (12, 0)
