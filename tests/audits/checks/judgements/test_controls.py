"""Judgements that need a control: without it, or with too short a time, nothing is proven."""

import pytest

from epreuve.audits.checks.continuity.refusals import Refusal
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.levels import Compared
from epreuve.audits.checks.facts.links import Links
from epreuve.audits.checks.facts.rebound import Rebound
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.profile.model import Objectives
from epreuve.audits.scoring.knockout import observed_knockouts
from tests.audits.checks.judgements.conftest import (
    BACK,
    GRID,
    NEVER,
    NO_PROMISE,
    Given,
    cell,
    judged,
)

SHORT = Recovery("P4", 30.0, 40.0, None, None, watched=10.0, tried=40)


def knockouts(name: str, facts: Given) -> list[str]:
    return [one.id for one in observed_knockouts(GRID, {name: judged(name, facts).mark})]


def links(poor: tuple[int, int], clean: tuple[int, int]) -> Given:
    return {"links": Links(Tries(poor[1], poor[0]), Tries(clean[1], clean[0]))}


def test_poor_links_are_not_the_cause_when_the_service_is_saturated() -> None:
    result = judged("FRU-2", links((2, 20), (1, 10)))
    assert result.mark.outcome == "inconclusive"
    assert "saturated" in result.reason.en
    assert "On clean links at the same time: 1 of 10." in result.reason.en
    assert knockouts("FRU-2", links((2, 20), (1, 10))) == []


def test_success_on_poor_links_needs_no_control() -> None:
    """The control users failed once in eleven, which says nothing of 102 successes."""
    assert judged("FRU-2", links((102, 102), (10, 11))).mark.score == 100


def test_few_control_users_show_no_saturation() -> None:
    result = judged("FRU-2", links((90, 102), (10, 11)))
    assert result.mark.outcome == "inconclusive"
    assert "The control users do not show whether the service worked" in result.reason.en
    assert "saturated" not in result.reason.en


def test_poor_links_count_relative_to_clean_links_that_fail_less() -> None:
    result = judged("FRU-2", links((100, 400), (40, 80)))
    assert result.mark.value == pytest.approx(0.5)
    assert result.shown.en == "50% of the rate on clean links"


def test_k7_needs_control_users_that_succeed_significantly_more() -> None:
    assert knockouts("FRU-2", links((2, 20), (10, 10))) == ["K7"]
    assert knockouts("FRU-2", links((2, 20), (12, 13))) == ["K7"]
    assert knockouts("FRU-2", links((36, 197), (8, 13))) == []  # saturated: all users suffer
    assert knockouts("FRU-2", links((1, 4), (4, 4))) == []  # by chance in one of 14
    assert judged("FRU-2", links((1, 4), (4, 4))).mark.score == 0


def test_a_waiting_room_that_lets_everybody_in_is_no_failure() -> None:
    """586 users of the surge were refused first, came back as announced, and succeeded."""
    result = judged("CON-1", {"surge": Tries(586, 586)})
    assert result.mark.score == 100
    assert knockouts("CON-1", {"surge": Tries(586, 586)}) == []
    assert judged("CON-6", {"refusals": (Refusal(0.1, 900, guided=True),) * 586}).mark.score == 100


def test_k2_needs_an_interval_below_half() -> None:
    assert knockouts("CON-1", {"surge": Tries(200, 80)}) == ["K2"]
    assert knockouts("CON-1", {"surge": Tries(8, 3)}) == []
    assert judged("CON-1", {"surge": Tries(8, 3)}).mark.score == 0


def test_k5_needs_cells_that_prove_something() -> None:
    assert knockouts("IND-2", {"without_identity": (cell(0),)}) == ["K5"]
    assert knockouts("IND-2", {}) == []


@pytest.mark.parametrize("promised", [None, "4 h"])
def test_never_needs_the_time_that_the_service_was_granted(promised: str | None) -> None:
    promise = Objectives(max_outage=promised)
    for facts in ({"recoveries": (BACK, SHORT), "objectives": promise},
                  {"recoveries": (SHORT,), "objectives": promise}):  # fmt: skip
        result = judged("REC-1", facts)
        assert result.mark.outcome == "inconclusive"
        assert "was not useful within 10 s" in result.reason.en
    late = judged("REC-1", {"recoveries": (BACK, NEVER), "objectives": promise})
    assert late.mark.score == 0  # a promise of four hours is no better than none
    assert "promised" not in late.reason.en  # one minute does not show that it is broken


def test_never_is_shown_by_one_cut_that_was_watched_long_enough() -> None:
    facts = {"recoveries": (BACK, SHORT, NEVER), "objectives": NO_PROMISE}
    result = judged("REC-1", facts)
    assert result.mark.score == 0
    assert "Not reached within 60 s." in result.reason.en


@pytest.mark.parametrize("watched", [10.0, 60.0])
def test_too_few_journeys_after_a_cut_prove_nothing(watched: float) -> None:
    few = Recovery("P4", 30.0, 40.0, 41.0, None, watched=watched, tried=3)
    result = judged("REC-1", {"recoveries": (few,), "objectives": NO_PROMISE})
    assert result.mark.outcome == "inconclusive"
    assert (
        "at least 4 journeys must have a level before to compare with; 3 had one"
        in result.reason.en
    )


def test_a_cut_shorter_than_the_boot_is_not_a_failure_to_restart() -> None:
    alone = judged("REC-2", {"recoveries": (SHORT,)})
    assert alone.mark.outcome == "inconclusive"
    assert knockouts("REC-2", {"recoveries": (SHORT,)}) == []
    result = judged("REC-2", {"recoveries": (BACK, SHORT)})
    assert result.mark.score == 100
    assert "Cuts that left less than 30 s to start do not count: 1." in result.reason.en
    assert knockouts("REC-2", {"recoveries": (NEVER,)}) == ["K4"]


def test_a_service_that_kept_its_power_did_not_restart() -> None:
    result = judged("REC-2", {"recoveries": (BACK, NEVER), "keeps_power": True})
    assert result.mark.outcome == "inconclusive"
    assert "The service kept its power" in result.reason.en
    assert knockouts("REC-2", {"recoveries": (NEVER,), "keeps_power": True}) == ["K4"]


def test_the_rebound_is_relative_and_names_the_load() -> None:
    result = judged("REC-5", {"rebound": Rebound(Compared(40, 20, 20.0), 10.0)})
    assert result.mark.score == 100
    assert "The load was ×10, relative to the normal peak." in result.reason.en


@pytest.mark.parametrize(("load", "outcome"), [(0.98, "inconclusive"), (1.0, "scored")])
def test_a_rebound_needs_the_load_of_the_normal_peak(load: float, outcome: str) -> None:
    result = judged("REC-5", {"rebound": Rebound(Compared(40, 40, 40.0), load)})
    assert result.mark.outcome == outcome
    low = judged("REC-5", {"rebound": Rebound(Compared(40, 20, 40.0), load)})
    assert low.mark.score == 0
    if outcome == "inconclusive":
        assert "The load after the crisis was 0.98 times the normal peak." in result.reason.en


def test_cells_in_doubt_and_unused_dependencies_are_named() -> None:
    from epreuve.reports.text import Text

    doubt = Text(fr="x : douteux.", en="x: in doubt.")
    cells = (cell(4), cell(0, dependency="x", doubt=doubt), cell(4, dependency="u", unused=True))
    result = judged("DEG-2", {"matrix": (cells[0], cells[2]), "cells": cells})
    assert result.mark.score == 100
    assert "1 cell is inconclusive and does not count. x: in doubt." in result.reason.en
    assert "Unused: the journeys never call u." in result.reason.en
    only_slow = judged("DEG-2", {"matrix": (cell(4, "slow"),)})
    assert only_slow.mark.outcome == "inconclusive"


def test_no_request_at_all_shows_no_resistance_to_reloads() -> None:
    assert judged("CON-5", {}).mark.outcome == "inconclusive"


def test_a_journey_that_is_slow_in_calm_does_not_wait_for_a_dependency() -> None:
    slow = {"matrix": (cell(4, waits=(12.0,) * 4),)}
    result = judged("DEG-3", {**slow, "calm_waits": (11.0,) * 4})
    assert result.mark.outcome == "inconclusive"
    assert "95% of the journeys already take up to 11 s" in result.reason.en
    assert judged("DEG-3", {**slow, "calm_waits": ()}).mark.outcome == "scored"
