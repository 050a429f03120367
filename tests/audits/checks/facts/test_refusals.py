"""Retries and rejected users."""

import pytest

from epreuve.audits.checks.continuity.refusals import Refusal, Retries
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.planner import make_plan
from tests.audits.checks.facts.conftest import (
    STAGES,
    See,
    attempt,
    crisis,
    criterion_result,
    profile,
    request,
    several,
    start,
)


def test_retries_are_useful_or_wasted(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SSFF"),
        request(0, at), request(1, at), request(2, at, "http error", status=503),
        request(2, at + 1, "http error", status=503, attempt=1),
        request(1, at + 1, attempt=1),
    ]  # fmt: skip
    assert see(rows).retries == (Retries(useful=3, reloads=2, wasted=1),)


def test_reloads_count_by_stage_without_power_cuts_and_control_users(see: See) -> None:
    surge, later, dark = start("a") + 0.3, start("b") + 0.3, start("c") + 0.3
    rows = [
        *several("a", "SSSS"), *(request(i, surge) for i in range(4)),
        *several("b", "FF", first=10), *several("b", "F", "control", first=20),
        *several("c", "F", first=30),
        request(10, later, "http error"), request(10, later + 1, "http error", attempt=1),
        request(11, later, "http error"), request(11, later + 1, "http error", attempt=1),
        *(request(20, later + i, "http error", attempt=i) for i in range(4)),
        *(request(30, dark + 0.1 * i, "refused", attempt=i) for i in range(4)),
    ]  # fmt: skip
    assert see(rows).retries == (Retries(4, 0, 0), Retries(useful=0, reloads=2, wasted=2))


@pytest.mark.parametrize(("missed", "reloads"), [(0, 0), (3, 12)], ids=["none", "control too"])
def test_reloads_after_a_loss_of_the_network_say_nothing(
    see: See, missed: int, reloads: int
) -> None:
    """The access log has none of these requests: the poor links lost the connections."""
    at = start("a") + 0.3
    lost = [request(i, at, "connect timeout", status=0) for i in range(12)]
    again = [request(i, at + 11, attempt=1) for i in range(12)]
    users = [*several("a", "S" * 40), *several("a", "S" * 40, "control", first=600)]
    failed = [request(600 + i, at, "gave up", status=0) for i in range(missed)]
    (stage,) = see([*users, *lost, *again, *failed]).retries
    assert (stage.reloads, stage.useful, stage.wasted) == (reloads, 12, 0)


def test_reloads_after_a_loss_of_the_network_that_fail_again_are_not_in_vain(see: See) -> None:
    at = start("a") + 0.3
    tries = [request(0, at + 11 * i, "connect timeout", attempt=i, status=0) for i in range(3)]
    refused = [
        request(1, at, "http error", status=503),
        request(1, at + 5, "http error", status=503, attempt=1),
    ]
    (stage,) = see(
        [*several("a", "FFSS"), *tries, *refused, request(2, at), request(3, at)]
    ).retries
    assert (stage.reloads, stage.wasted) == (1, 1)


def test_reloads_after_a_load_that_was_too_short_are_marked(see: See) -> None:
    late = [attempt(i, start("a") + 1, took=500.0, cohort="edge-lossy") for i in range(4)]
    (stage,) = see([*late, *(request(i, start("a") + 1) for i in range(4))]).retries
    assert stage.short is not None


def test_a_crisis_whose_stages_all_cut_the_power_shows_no_reloads(see: See) -> None:
    cut = make_plan(profile(), crisis(STAGES[2:]), seed=7, scale=20.0)
    with pytest.raises(NoEvidence, match="power is cut in every stage"):
        _ = see([], cut).retries


def test_users_who_come_back_as_announced_succeed(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SSSS"),
        *(request(i, at, "http error", status=429, guided=True) for i in range(4)),
        *(request(i, at + 5, attempt=1) for i in range(4)),
    ]
    facts = see(rows)
    assert facts.surge == Tries(4, 4)
    assert facts.retries == (Retries(useful=4, reloads=4, wasted=0),)
    assert facts.refusals == (Refusal(0.5, 900, True),) * 4


def test_a_reload_at_the_announced_time_is_not_in_vain(see: See) -> None:
    at = start("a") + 0.3
    busy = {"status": 503, "guided": True, "announced": True}
    rows = [
        *several("a", "SSSF"),
        *(request(i, at) for i in range(3)),
        request(3, at, "http error", **busy),
        request(3, at + 5, "http error", attempt=1, **busy),
        request(3, at + 10, "http error", attempt=2, status=503, guided=True),
        request(3, at + 15, "http error", attempt=3, **busy),  # after a refusal without a time
    ]
    assert see(rows).retries == (Retries(useful=3, reloads=3, wasted=1, announced=2),)


def test_failures_without_a_reload_give_no_share(see: See) -> None:
    rows = [
        *several("a", "FFFF"),
        *(request(i, start("a") + 0.3, "http error", status=404) for i in range(4)),
    ]
    with pytest.raises(NoEvidence, match="No journey succeeded and no user reloaded"):
        _ = see(rows).retries
    with pytest.raises(NoEvidence, match="No stage has the 4 requests needed"):
        _ = see(rows[:-1]).retries


def test_a_refusal_is_the_first_of_each_citizen(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SFFF"), *several("a", "F", "control", first=600),
        request(0, at, "http error", status=404),
        request(1, at, "http error", status=503, guided=True),
        request(1, at + 1, "http error", status=503),
        request(2, at, "gave up", status=0, size=0),
        request(600, at, "first byte timeout", status=0, size=0),
    ]  # fmt: skip
    assert see(rows).refusals == (
        Refusal(0.5, 900, True), Refusal(0.5, 0, False), Refusal(0.5, 0, False),
    )  # fmt: skip
    assert see(several("a", "SSSS")).refusals == ()


@pytest.mark.parametrize(
    ("without_answer", "counted"), [(0, 0), (2, 2), (3, 12 + 3)], ids=["none", "few", "control too"]
)
def test_the_answers_that_poor_links_lose_are_no_refusals(
    see: See, without_answer: int, counted: int
) -> None:
    """400 of 412 users of a poor link succeed; a few responses stop on the way."""
    at = start("a") + 0.3
    poor = several("a", "F" * 12 + "S" * 400)
    stopped = [request(i, at + 0.01 * i, "body timeout", ended=at + 10) for i in range(12)]
    control = several("a", "S" * 60, "control", first=600)
    missed = [request(600 + i, at, "gave up", status=0) for i in range(without_answer)]
    facts = see([*poor, *stopped, *control, *missed])
    assert len(facts.refusals) == counted
    if not without_answer:
        assert criterion_result("CON-6", facts).mark.outcome == "inconclusive"
    refused = [request(i, at + 11, "http error", status=503, guided=True) for i in range(12)]
    said = see([*poor, *stopped, *refused, *control]).refusals
    assert said == (Refusal(0.5, 900, True),) * 12
