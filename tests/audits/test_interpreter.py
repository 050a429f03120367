"""A plan played in virtual time: what is done, when, and what is left when it is interrupted."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.planning.plan import Plan, PowerCut, Probe, Span, Suffering, Window
from epreuve.audits.planning.steps import Step
from epreuve.audits.playing.interpreter import CHECK_EVERY, Interpreter
from epreuve.probes.evidence import Observation
from epreuve.reports.text import Text

TITLE = Text(fr="étape", en="stage")


class VirtualClock:
    """Time passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def sleep_until(self, time: float) -> None:
        self.time = max(self.time, time)


class World:
    """Keeps what was done to it, and raises `error` at its `fatal`-th moment.

    Each action has two moments, before and after it took effect.
    """

    def __init__(self, fatal: int = -1, error: BaseException | None = None) -> None:
        self.clock = VirtualClock()
        self.done: list[tuple[float, str]] = []
        self.faulty: list[str] = []
        self.dark = False
        self.fatal, self.error = fatal, error
        self.moments = 0
        self.struck_after: int | None = None  # how much was done when the error struck
        self.seen: list[Observation] = []
        self.broken: set[str] = set()  # links that cannot be healed

    def moment(self) -> None:
        self.moments += 1
        if self.moments == self.fatal and self.error is not None:
            self.struck_after = len(self.done)
            raise self.error

    def _did(self, what: str) -> None:
        self.done.append((round(self.clock.now(), 6), what))

    def begin(self, span: Span) -> dict[str, object]:
        self.moment()
        self._did(f"begin {span.link}")
        self.faulty.append(span.link)
        self.moment()
        return {"confirmed": [span.link]}

    def heal(self, span: Span) -> dict[str, object]:
        self.moment()
        if span.link in self.broken:
            raise OSError("no answer")
        self._did(f"heal {span.link}")
        if span.link in self.faulty:
            self.faulty.remove(span.link)
        self.moment()
        return {}

    def power_off(self) -> dict[str, object]:
        self.moment()
        self._did("off")
        self.dark = True
        self.moment()
        return {"level": "process"}

    def power_on(self) -> dict[str, object]:
        self.moment()
        self._did("on")
        self.dark = False
        self.moment()
        return {}

    def look(self, probe: Probe) -> None:
        self.moment()
        self._did(f"look {probe.name}")

    def check(self) -> None:
        self.moment()

    def record(self, seen: Observation) -> None:
        self.moment()
        self.seen.append(seen)

    def tell(self, step: Step) -> None:
        self.moment()

    def play(self, plan: Plan) -> None:
        Interpreter(plan, self, self.clock, self.record, self.tell).play()


def span(link: str, start: float, end: float) -> Span:
    return Span(link=link, subject=link, suffers=Suffering(kind="silent"), start=start, end=end)


def cut(start: float, end: float) -> PowerCut:
    return PowerCut(stage="c", pattern="P1", start=start, end=end)


def plan(
    spans: tuple[Span, ...] = (),
    cuts: tuple[PowerCut, ...] = (),
    probes: tuple[Probe, ...] = (),
    duration: float = 20.0,
) -> Plan:
    """Only what an interpreter reads."""
    window = Window(kind="stage", name="a", title=TITLE, start=0, closes=duration, end=duration)
    return Plan.model_construct(
        windows=(window,), spans=spans, cuts=cuts, loads=(), probes=probes, duration=duration
    )


SMALL = plan(
    spans=(span("db", 2, 6), span("crowd", 0, 12), span("id", 6, 9), span("db", 6, 8)),
    cuts=(cut(10, 11), cut(13, 14)),
    probes=(Probe(at=1, name="pages"), Probe(at=6, name="information")),
)
ERRORS = (KeyboardInterrupt(), NotMeasurable("the service is gone"), RuntimeError("a bug"))


def test_the_exact_order_of_a_small_plan() -> None:
    world = World()
    world.play(SMALL)
    assert world.done == [
        (0, "begin crowd"),
        (1, "look pages"),
        (2, "begin db"),
        (6, "heal db"),
        (6, "begin id"),
        (6, "begin db"),
        (6, "look information"),
        (8, "heal db"),
        (9, "heal id"),
        (10, "off"),
        (11, "on"),
        (12, "heal crowd"),
        (13, "off"),
        (14, "on"),
    ]
    assert world.clock.now() == SMALL.duration


def test_each_action_leaves_an_observation() -> None:
    world = World()
    world.play(SMALL)
    faults = [each for each in world.seen if each.probe == "fault"]
    powers = [each for each in world.seen if each.probe == "power"]
    assert len(faults) == 8
    assert faults[0].value == {
        "what": "begin",
        "took": 0.0,
        "asked": {"kind": "silent"},
        "confirmed": ["crowd"],
    }
    assert [(each.time, each.subject, each.value["what"]) for each in powers] == [
        (10, "P1", "off"),
        (11, "P1", "on"),
        (13, "P1", "off"),
        (14, "P1", "on"),
    ]


def test_every_step_is_told_before_it_is_done() -> None:
    world, told = World(), []

    def tell(step: Step) -> None:
        told.append((step.at, len(world.done)))

    Interpreter(SMALL, world, world.clock, world.record, tell).play()
    assert [at for at, _ in told] == sorted(at for at, _ in told)
    assert told[:3] == [(0, 0), (0, 0), (1, 1)]  # the window, the crowd, the pages


def test_the_world_is_asked_often_whether_it_can_go_on() -> None:
    world = World()
    asked: list[float] = []
    world.check = lambda: asked.append(world.clock.now())  # type: ignore[method-assign]
    world.play(plan(duration=3.0))
    assert max(b - a for a, b in itertools.pairwise(asked)) <= CHECK_EVERY + 1e-9
    assert asked[-1] == 3.0


def test_a_step_that_is_late_is_done_at_once_and_none_is_lost() -> None:
    world = World()
    begin = world.begin

    def slow(one: Span) -> dict[str, object]:
        world.clock.time += 5.0
        return begin(one)

    world.begin = slow  # type: ignore[method-assign]
    world.play(plan(spans=(span("db", 1, 2), span("id", 3, 4))))
    assert world.done == [(6, "begin db"), (6, "heal db"), (11, "begin id"), (11, "heal id")]
    assert world.seen[0].value["took"] == 5.0


def moments() -> Iterator[int]:
    world = World()
    world.play(SMALL)
    return iter(range(1, world.moments + 1))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_interrupted_at_any_moment_nothing_stays_faulty_nor_dark(error: BaseException) -> None:
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
    told = [(each.subject, each.value) for each in world.seen if each.value["what"] == "not healed"]
    assert told == [("id", {"what": "not healed", "error": "no answer"})]


def test_a_power_that_cannot_be_given_back_is_told_and_hides_nothing() -> None:
    def refuse() -> dict[str, object]:
        raise OSError("no such command")

    world = World()
    world.power_on = refuse  # type: ignore[method-assign]
    with pytest.raises(OSError, match="no such command"):
        world.play(plan(spans=(span("db", 1, 9),), cuts=(cut(2, 3),)))
    assert world.faulty == []
    assert world.seen[-1].value == {"what": "not back", "error": "no such command"}


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


def test_healing_twice_is_harmless() -> None:
    world = World()
    play = Interpreter(SMALL, world, world.clock, world.record)
    play.play()
    before = list(world.done)
    play.recover()
    assert world.done == before


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Spans that may follow or overlap one another, but never on one link; cuts one by one."""
    spans = [
        span(link, start, end)
        for link in ("db", "id", "sms", "crowd")
        for start, end in draw(stretches())
    ]
    cuts = [cut(start, end) for start, end in draw(stretches())]
    return plan(tuple(draw(st.permutations(spans))), tuple(cuts))


def stretches() -> st.SearchStrategy[list[tuple[int, int]]]:
    ends = st.lists(st.integers(0, 20), unique=True, max_size=6).map(sorted)
    return ends.map(lambda times: list(zip(times[::2], times[1::2], strict=False)))


@given(plans())
def test_each_fault_is_begun_and_healed_at_its_times(made: Plan) -> None:
    world = World()
    world.play(made)
    wanted = [(each.start, f"begin {each.link}") for each in made.spans]
    wanted += [(each.end, f"heal {each.link}") for each in made.spans]
    wanted += [(each.start, "off") for each in made.cuts] + [(each.end, "on") for each in made.cuts]
    assert sorted(world.done) == sorted(wanted)
    assert [at for at, _ in world.done] == sorted(at for at, _ in world.done)
    assert world.faulty == []
    assert not world.dark


@given(plans(), st.integers(1, 200), st.sampled_from(ERRORS))
def test_no_interrupt_of_any_plan_leaves_anything(
    made: Plan, moment: int, error: BaseException
) -> None:
    world = World(moment, error)
    try:
        world.play(made)
    except type(error):
        assert world.struck_after is not None
        after = [what.split()[0] for _, what in world.done[world.struck_after :]]
        assert set(after) <= {"heal", "on"}
    else:
        assert world.struck_after is None
    assert world.faulty == []
    assert not world.dark
