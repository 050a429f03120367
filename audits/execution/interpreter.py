"""Plays a plan: the only place where a run's time passes. All that it touches is handed to it."""

from collections.abc import Callable
from typing import Protocol

from epreuve.audits.planning.plan import Plan, PowerCut, Probe, Span
from epreuve.audits.planning.steps import Begin, Enter, Heal, Look, PowerOff, PowerOn, Step, steps
from epreuve.probes.evidence.records import Observation


class Clock(Protocol):
    """Seconds since the run's zero."""

    def now(self) -> float:
        """The time."""
        ...

    def sleep_until(self, time: float) -> None:
        """Wait; returns at once when the time has passed."""
        ...


class World(Protocol):
    """What a plan acts upon. Each action returns what it saw, to be kept as evidence."""

    def begin(self, span: Span) -> dict[str, object]:
        """Put a fault on a link; what the read-back confirmed."""
        ...

    def heal(self, span: Span) -> dict[str, object]:
        """Take it away; healing what is healed is fine."""
        ...

    def power_off(self) -> dict[str, object]:
        """Cut the power."""
        ...

    def power_on(self) -> dict[str, object]:
        """Give the power back; does not wait for the service, which may have it already."""
        ...

    def look(self, probe: Probe) -> None:
        """Send a probe; its observations come by themselves."""
        ...

    def check(self) -> None:
        """Raise NotMeasurable when the run cannot go on."""
        ...


CHECK_EVERY = 0.25  # seconds


class Interpreter:
    """Plays one plan once; whatever happens, every fault is healed and the power is back."""

    def __init__(
        self,
        plan: Plan,
        world: World,
        clock: Clock,
        record: Callable[[Observation], None],
        tell: Callable[[Step], None] = lambda step: None,
    ) -> None:
        self._plan, self._world, self._clock = plan, world, clock
        self._record, self._tell = record, tell
        self._suffering: list[Span] = []
        self._dark: PowerCut | None = None

    def play(self) -> None:
        """Do every step at its time, then wait for the plan's end."""
        try:
            for step in steps(self._plan):
                self._wait(step.at)
                self._tell(step)
                self._do(step)
            self._wait(self._plan.duration)
        finally:
            self.recover()

    def recover(self) -> None:
        """Heal what suffers and give the power back; one failure does not stop the others.

        Neither does an interrupt, which is raised at the end.
        """
        stopped: BaseException | None = None
        for span in reversed(self._suffering.copy()):
            try:
                self._heal(span)
            except Exception as error:
                self._note("fault", span.link, {"what": "not healed", "error": str(error)})
            except BaseException as interrupt:
                stopped = interrupt
        if self._dark is not None:
            try:
                self._restore(self._dark)
            except Exception as error:
                self._note("power", self._dark.pattern, {"what": "not back", "error": str(error)})
        if stopped is not None:
            raise stopped

    def _wait(self, until: float) -> None:
        while self._clock.now() < until:
            self._clock.sleep_until(min(until, self._clock.now() + CHECK_EVERY))
            self._world.check()

    def _do(self, step: Step) -> None:
        match step:
            case Begin(span=span):
                self._begin(span)
            case Heal(span=span):
                self._heal(span)
            case PowerOff(cut=cut):
                self._dark = cut
                self._act("power", cut.pattern, "off", self._world.power_off)
            case PowerOn(cut=cut):
                self._restore(cut)
            case Look(probe=probe):
                self._world.look(probe)
            case Enter():
                pass

    def _begin(self, span: Span) -> None:
        self._suffering.append(span)  # before: a fault that was half put in place is healed too
        asked = {"kind": span.fault.kind, **span.fault.model_dump(exclude_defaults=True)}
        self._act("fault", span.link, "begin", lambda: {"asked": asked, **self._world.begin(span)})

    def _heal(self, span: Span) -> None:
        if span in self._suffering:
            self._act("fault", span.link, "heal", lambda: self._world.heal(span))
            self._suffering.remove(span)  # after: a fault that was half healed is healed again

    def _restore(self, cut: PowerCut) -> None:
        self._act("power", cut.pattern, "on", self._world.power_on)
        self._dark = None

    def _act(
        self, probe: str, subject: str, what: str, action: Callable[[], dict[str, object]]
    ) -> None:
        start = self._clock.now()
        seen = action()
        took = round(self._clock.now() - start, 6)
        self._record(Observation(start, probe, subject, {"what": what, "took": took, **seen}))

    def _note(self, probe: str, subject: str, value: dict[str, object]) -> None:
        self._record(Observation(self._clock.now(), probe, subject, value))
