"""Interrupted plans: all is healed, and failures to heal are reported."""

from collections.abc import Iterator

import pytest

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.planning.plan import Span
from epreuve.audits.runs.records.faults import FaultNotHealed
from epreuve.audits.runs.records.power import PowerNotRestored
from epreuve.probes.evidence.observation import Observation
from tests.audits.virtual_world import ERRORS, SMALL, World, cut, plan, span


def moments() -> Iterator[int]:
    world = World()
    world.play(SMALL)
    return iter(range(1, world.moments + 1))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_interrupt_at_any_moment_leaves_no_fault_and_no_power_cut(error: BaseException) -> None:
    for moment in moments():
        world = World(moment, error)
        with pytest.raises(type(error)) as raised:
            world.play(SMALL)
        assert raised.value is error
        assert world.faulty == [], moment
        assert not world.dark, moment


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_nothing_is_begun_after_an_interrupt(error: BaseException) -> None:
    for moment in moments():
        world = World(moment, error)
        with pytest.raises(type(error)):
            world.play(SMALL)
        after = [what.split()[0] for _, what in world.done[world.struck_after :]]
        assert set(after) <= {"heal", "on"}, moment


def test_one_heal_that_fails_does_not_stop_the_others() -> None:
    world = World()
    world.broken = {"id"}
    with pytest.raises(OSError, match="no answer"):
        world.play(plan(spans=(span("db", 1, 9), span("id", 2, 4), span("sms", 3, 9)),
                        cuts=(cut(3, 8),)))  # fmt: skip
    assert world.faulty == ["id"]
    assert not world.dark
    failed = [
        observation
        for observation in world.observations
        if isinstance(observation.record, FaultNotHealed)
    ]
    assert failed == [Observation(world.clock.now(), "id", FaultNotHealed(error="no answer"))]


def test_a_failure_to_restore_power_is_recorded_and_hides_no_error() -> None:
    def refuse() -> None:
        raise OSError("no such command")

    world = World()
    world.power_on = refuse  # type: ignore[method-assign]
    with pytest.raises(OSError, match="no such command"):
        world.play(plan(spans=(span("db", 1, 9),), cuts=(cut(2, 3),)))
    assert world.faulty == []
    assert world.observations[-1].record == PowerNotRestored(error="no such command")


def test_a_second_interrupt_while_healing_does_not_stop_the_others() -> None:
    first, second = NotMeasurable("gone"), KeyboardInterrupt()
    world = World()
    heal, struck = world.heal, iter([second])

    def interrupted(one: Span) -> dict[str, object]:
        for error in struck:
            raise error
        return heal(one)

    def gone() -> None:
        if world.clock.now() > 3:
            raise first

    world.heal, world.check = interrupted, gone  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        world.play(plan(spans=(span("db", 1, 9), span("id", 2, 9)), cuts=(cut(2, 8),)))
    assert world.faulty == ["id"]  # whose healing was cut short: leaving the bench deletes it
    assert not world.dark
