"""Pauses of the plan's clock at its barriers, in virtual time."""

import pytest

from epreuve.audits.planning.barrier import Barrier
from epreuve.audits.runs.records.pauses import PauseObservation
from tests.audits.virtual_world import World, cut, plan, span

SETTLE = Barrier(at=5, kind="settle", window="a", limit=3)
RECOVER = Barrier(at=5, kind="recover", window="a", limit=3)


def pause(world: World) -> PauseObservation:
    (record,) = [o.record for o in world.observations if isinstance(o.record, PauseObservation)]
    return record


def test_nothing_open_is_no_pause() -> None:
    world = World()
    world.play(plan(spans=(span("db", 1, 5),), barriers=(SETTLE,)))
    assert world.done == [(1, "begin db"), (5, "resume 0 after 0"), (5, "heal db")]
    assert pause(world) == PauseObservation(
        barrier="settle", planned=5, lasted=0, reached=True, open=0
    )


def test_the_next_event_waits_for_open_journeys() -> None:
    world = World()
    world.open = [2] * 20  # a look each 0.05 s
    world.play(plan(spans=(span("db", 1, 5), span("id", 7, 8)), barriers=(SETTLE,)))
    times = {action: at for at, action in world.done}
    assert times["heal db"] == pytest.approx(6.0)
    assert times["begin id"] == pytest.approx(8.0)
    assert world.clock.now() == pytest.approx(21.0)
    assert pause(world).lasted == pytest.approx(1.0)


def test_the_pause_has_a_limit_and_counts_what_is_still_open() -> None:
    world = World()
    world.open = [4] * 1_000
    world.play(plan(spans=(span("db", 1, 5),), barriers=(SETTLE,)))
    times = {action: at for at, action in world.done}
    assert times["heal db"] == pytest.approx(8.0)
    assert (pause(world).reached, pause(world).open) == (False, 4)


def test_recovery_waits_for_a_journey_that_succeeds() -> None:
    world = World()
    world.journeys = [False, False, True]
    world.play(plan(spans=(span("db", 6, 7),), barriers=(RECOVER,)))
    assert pause(world).reached
    assert pause(world).lasted == pytest.approx(0.1)


def test_the_clock_pauses_until_the_service_has_booted() -> None:
    world = World()
    world.boots = [False] * 20
    boot = Barrier(at=5.5, kind="boot", window="a", limit=3)
    world.play(plan(spans=(span("db", 6, 7),), cuts=(cut(4, 5),), barriers=(boot,)))
    assert (pause(world).barrier, pause(world).reached) == ("boot", True)
    assert pause(world).lasted == pytest.approx(1.0)
    assert dict(reversed(one) for one in world.done)["begin db"] == pytest.approx(7.0)


def test_a_service_that_never_boots_is_awaited_no_longer_than_the_limit() -> None:
    world = World()
    world.boots = [False] * 1_000
    world.play(plan(barriers=(Barrier(at=5, kind="boot", window="a", limit=3),)))
    assert not pause(world).reached
    assert pause(world).lasted == pytest.approx(3.0)


def test_two_pauses_add_up() -> None:
    world = World()
    world.open = [1] * 20 + [0] + [0] + [1] * 20
    second = Barrier(at=10, kind="settle", window="b", limit=3)
    world.play(plan(spans=(span("db", 1, 12),), barriers=(SETTLE, second)))
    assert [action for _, action in world.done if action.startswith("resume")] == [
        "resume 0 after 1",
        "resume 1 after 2",
    ]
    assert world.done[-1] == (pytest.approx(14.0), "heal db")
