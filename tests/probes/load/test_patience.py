"""Patience of a user for a step, all tries together, in virtual time."""

import pytest

from epreuve.probes.http.response import ExchangeError
from epreuve.probes.load.plan import Retries
from tests.probes.load.session_world import ONE_STEP, World, page


@pytest.mark.parametrize("number", range(20))
def test_all_tries_of_a_step_end_with_its_patience(number: int) -> None:
    refusals = [ExchangeError("refused", "")] * 6
    world = World(*refusals, retries=Retries(5, 5, 30), patience=40, journey=ONE_STEP)

    world.run(number=number)

    end = 10.0 + 40
    assert world.limits == [end - request.started for request in world.requests]
    assert all(limit > 0 for limit in world.limits)
    assert world.attempt.outcome in ("refused", "gave up")
    if world.attempt.outcome == "gave up":  # in a wait for the next try
        assert world.attempt.ended == end
    else:
        assert end - world.attempt.ended < 5


def test_patience_that_ends_in_a_wait_ends_the_step() -> None:
    world = World(page("", 503), retries=Retries(5, 5, 9), patience=6.5, journey=ONE_STEP)
    world.run()
    assert world.slept == [5]
    assert len(world.requests) == 1
    assert (world.attempt.outcome, world.attempt.ended) == ("gave up", 16.5)


def test_no_retry_without_time_for_the_shortest_wait() -> None:
    world = World(page("", 503), retries=Retries(5, 5, 30), patience=6, journey=ONE_STEP)
    world.run()
    assert world.slept == []
    assert world.attempt.outcome == "http error"


def test_a_user_whose_patience_ended_in_a_try_does_not_retry() -> None:
    late = ExchangeError("gave up", "")
    world = World(late, retries=Retries(5, 0, 0), patience=60, journey=ONE_STEP)
    world.run()
    assert len(world.requests) == 1
    assert world.attempt.outcome == "gave up"


def test_the_timeout_of_a_step_bounds_all_its_tries() -> None:
    failures = [page("", 503)] * 3
    world = World(*failures, retries=Retries(5, 1, 1), patience=60)
    world.run()
    assert world.limits == [2.5, 0.5]  # of 3 s
    assert world.attempt.outcome == "http error"


def test_a_user_started_after_the_end_of_the_patience_is_dropped() -> None:
    world = World(patience=0.5, journey=ONE_STEP)
    world.run()
    assert world.calls == []
    assert world.rows == [world.attempt]
    assert world.attempt.outcome == "dropped"
