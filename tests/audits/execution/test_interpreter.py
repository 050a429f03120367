"""Actions of a plan and their order in virtual time."""

import itertools

from epreuve.audits.execution.interpreter import CHECK_EVERY, Interpreter
from epreuve.audits.planning.plan import Span
from epreuve.audits.planning.steps import Step
from epreuve.audits.runs.records.faults import FaultBegin, FaultEvent
from epreuve.audits.runs.records.power import PowerEvent
from epreuve.faults.silent import Silent
from epreuve.faults.toxiproxy.confirmation import Confirmation
from tests.audits.virtual_world import SMALL, World, plan, span


def test_the_exact_order_of_a_small_plan() -> None:
    world = World()
    world.play(SMALL)
    assert world.done == [
        (0, "begin crowd"),
        (1, "look pages"),
        (2, "begin db"),
        (6, "resume 0 after 0"),
        (6, "heal db"),
        (6, "begin id"),
        (6, "begin db"),
        (6, "look information"),
        (8, "heal db"),
        (9, "heal id"),
        (10, "off"),
        (11, "on"),
        (12, "resume 1 after 0"),
        (12, "heal crowd"),
        (13, "off"),
        (14, "on"),
    ]
    assert world.clock.now() == SMALL.duration


def test_each_action_leaves_an_observation() -> None:
    world = World()
    world.play(SMALL)
    faults = [
        observation
        for observation in world.observations
        if isinstance(observation.record, FaultEvent)
    ]
    powers = [
        observation
        for observation in world.observations
        if isinstance(observation.record, PowerEvent)
    ]
    assert len(faults) == 8
    confirmed = Confirmation(enabled=True, upstream="", toxics=())
    assert faults[0].record == FaultBegin(fault=Silent(), confirmed=confirmed, duration=0.0)
    assert [(power.time, power.subject, power.kind) for power in powers] == [
        (10, "P1", "power off"),
        (11, "P1", "power on"),
        (13, "P1", "power off"),
        (14, "P1", "power on"),
    ]


def test_every_step_is_reported_before_it_is_done() -> None:
    world, progress = World(), []

    def tell(step: Step) -> None:
        progress.append((step.at, len(world.done)))

    Interpreter(SMALL, world, world.clock, world.record, tell).play()
    assert [at for at, _ in progress] == sorted(at for at, _ in progress)
    assert progress[:3] == [(0, 0), (0, 0), (1, 1)]  # the window, the crowd, the pages


def test_the_world_is_checked_often() -> None:
    world = World()
    times: list[float] = []
    world.check = lambda: times.append(world.clock.now())  # type: ignore[method-assign]
    world.play(plan(duration=3.0))
    assert max(b - a for a, b in itertools.pairwise(times)) <= CHECK_EVERY + 1e-9
    assert times[-1] == 3.0


def test_a_step_that_is_late_is_done_at_once_and_none_is_lost() -> None:
    world = World()
    begin = world.begin

    def slow(one: Span) -> Confirmation:
        world.clock.time += 5.0
        return begin(one)

    world.begin = slow  # type: ignore[method-assign]
    world.play(plan(spans=(span("db", 1, 2), span("id", 3, 4))))
    assert world.done == [(6, "begin db"), (6, "heal db"), (11, "begin id"), (11, "heal id")]
    first = world.observations[0].record
    assert isinstance(first, FaultBegin)
    assert first.duration == 5.0


def test_healing_twice_is_harmless() -> None:
    world = World()
    play = Interpreter(SMALL, world, world.clock, world.record)
    play.play()
    before = list(world.done)
    play.recover()
    assert world.done == before
