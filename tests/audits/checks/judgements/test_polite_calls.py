"""DEG-9: calls to a silent dependency, compared with those in calm."""

import re

import pytest

from epreuve.audits.checks.facts.traffic import Calls
from tests.audits.checks.judgements.conftest import Given, judged


def calls(silent: int, normal: int, *, hanging: bool = False) -> Given:
    return {"calls": (Calls("d", silent, 3.0, normal, 3.0, is_hanging=hanging),)}


@pytest.mark.parametrize(("silent", "normal"), [(4, 4), (0, 4), (2, 4), (4, 2), (6, 12)])
def test_a_ratio_of_a_few_connections_is_chance(silent: int, normal: int) -> None:
    result = judged("DEG-9", calls(silent, normal))
    assert result.mark.outcome == "inconclusive"
    assert f"{silent} connections while it was silent, {normal} normally" in result.reason.en


def test_a_ratio_of_a_few_connections_names_the_number_that_is_enough() -> None:
    reason = judged("DEG-9", calls(8, 8)).reason.en
    ((needed, time, lasted),) = re.findall(
        r"About (\d+) normal ones are needed, in (\d+) s at this rate; there were (\d+) s", reason
    )
    assert int(lasted) == 3
    assert int(time) == int(needed) / 8 * 3
    assert judged("DEG-9", calls(int(needed), int(needed))).mark.outcome == "scored"
    fewer = int(needed) - 8
    assert judged("DEG-9", calls(fewer, fewer)).mark.outcome == "inconclusive"


def test_a_ratio_of_many_connections_has_a_mark() -> None:
    assert "the ratio is 0.89 to 1.13" in judged("DEG-9", calls(400, 400)).reason.en
    assert judged("DEG-9", calls(0, 40)).mark.score == 100
    assert judged("DEG-9", calls(400, 40)).mark.score == 0


def test_few_calls_of_a_service_whose_workers_hang_prove_nothing() -> None:
    result = judged("DEG-9", calls(0, 400, hanging=True))
    assert result.mark.outcome == "inconclusive"
    assert "waited without a response" in result.reason.en
    assert judged("DEG-9", calls(4000, 400, hanging=True)).mark.score == 0


def test_a_worse_dependency_in_doubt_leaves_the_criterion_open() -> None:
    steady = Calls("d", 4, 3.0, 400, 3.0)
    worse = judged("DEG-9", {"calls": (steady, Calls("e", 4, 3.0, 4, 3.0))})
    assert worse.mark.outcome == "inconclusive"
    better = judged(
        "DEG-9", {"calls": (Calls("d", 400, 3.0, 400, 3.0), Calls("e", 0, 3.0, 4, 3.0))}
    )
    assert better.mark.outcome == "scored"
    assert "Not compared, too few calls: e." in better.reason.en


def test_requests_of_the_tool_leave_the_criterion_open() -> None:
    shared = judged("DEG-9", {"calls": (Calls("d", 1200, 3.0, 400, 3.0, silent_own=2.0),)})
    assert shared.mark.outcome == "inconclusive"
    assert "Requests of this tool are among them" in shared.reason.en
    assert "for users, the ratio is 0.9 to 3.3" in shared.reason.en
    storm = judged("DEG-9", {"calls": (Calls("d", 4000, 3.0, 400, 3.0, silent_own=2.0),)})
    assert storm.mark.score == 0
    none = judged("DEG-9", {"calls": (Calls("d", 0, 3.0, 400, 3.0, silent_own=2.0),)})
    assert none.mark.score == 100


def test_a_difference_within_the_uncertainty_of_few_calls_is_none() -> None:
    usual = Calls("d", 400, 3.0, 400, 3.0)
    slightly_more = judged("DEG-9", {"calls": (usual, Calls("e", 6, 3.0, 5, 3.0))})
    assert slightly_more.mark.outcome == "scored"
    twice = judged("DEG-9", {"calls": (usual, Calls("e", 20, 3.0, 10, 3.0))})
    assert twice.mark.outcome == "inconclusive"
