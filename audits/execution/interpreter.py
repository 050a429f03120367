"""Interpreter of a plan: the only place where the time of a run passes.

Everything that it acts upon is passed to it.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.planning.barrier import Barrier, Stop, shifted
from epreuve.audits.planning.plan import Plan, PowerCut, Probe, Span
from epreuve.audits.planning.steps import (
    BeginFault,
    EnterWindow,
    HealFault,
    Pause,
    PowerOff,
    PowerOn,
    SendProbe,
    Step,
    steps,
)
from epreuve.audits.profile.power import PowerLevel
from epreuve.audits.runs.records import faults, power
from epreuve.audits.runs.records.pauses import PauseObservation
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.evidence.observation import Observation, Record

Result = TypeVar("Result")


class Clock(Protocol):
    """Seconds since the start of the run."""

    def now(self) -> float:
        """Return the time."""
        ...

    def sleep_until(self, time: float) -> None:
        """Wait; return at once when the time has passed."""
        ...


class World(Protocol):
    """The links, the power and the probes that a plan acts upon."""

    @property
    def power_level(self) -> PowerLevel:
        """Level at which power is cut."""
        ...

    def begin(self, span: Span) -> Confirmation | None:
        """Apply a fault to a link; return its confirmation, None where it changes nothing."""
        ...

    def heal(self, span: Span) -> FaultTraffic:
        """Remove a fault; return the traffic while it was in force. Healing twice is fine."""
        ...

    def power_off(self) -> CutReport:
        """Cut the power."""
        ...

    def power_on(self) -> str | None:
        """Give the power back, without waiting for the service. Twice is fine.

        Returns the address of the service that responded while the power was off, None without one.
        """
        ...

    def send_probe(self, probe: Probe) -> None:
        """Send a probe, which records its observations itself."""
        ...

    def open_journeys(self, planned: float) -> int:
        """Return how many journeys planned before a time, and awaited probes, have not ended."""
        ...

    def works(self) -> bool:
        """Send one journey on the clean link; return whether it succeeded."""
        ...

    def is_ready(self) -> bool:
        """Ask the service whether it is ready; return whether it responded that it is."""
        ...

    def resume(self, barrier: int, stops: Sequence[Stop]) -> None:
        """Resume the arrivals, later by all pauses so far."""
        ...

    def check(self) -> None:
        """Raise NotMeasurable when the run cannot go on."""
        ...


CHECK_EVERY = 0.25  # seconds between two checks that the run can go on
LOOK_EVERY = 0.05  # seconds between two checks of open journeys


class Interpreter:
    """One run of one plan; at the end every fault is healed and the power is back.

    The clock of the plan pauses at each barrier; all later times are moved by the pauses.
    """

    def __init__(
        self,
        plan: Plan,
        world: World,
        clock: Clock,
        record: Callable[[Observation[Record]], None],
        on_step: Callable[[Step], None] = lambda step: None,
    ) -> None:
        self._plan, self._world, self._clock = plan, world, clock
        self._record, self._on_step = record, on_step
        self._active: list[Span] = []
        self._cut: PowerCut | None = None
        self._stops: list[Stop] = []

    def play(self) -> None:
        """Do every step at its time, then wait for the end of the plan."""
        try:
            for step in steps(self._plan):
                self._wait(step.at)
                self._on_step(step)
                self._do(step)
            self._wait(self._plan.duration)
        finally:
            self.recover()

    def recover(self) -> None:
        """Heal active faults and give the power back; one failure does not stop the others.

        An interrupt does not either: it is raised at the end.
        """
        stopped: BaseException | None = None
        for span in reversed(self._active.copy()):
            try:
                self._heal(span)
            except Exception as error:
                self._note(span.link, faults.FaultNotHealed(error=str(error)))
            except BaseException as interrupt:
                stopped = interrupt
        if self._cut is not None:
            try:
                self._restore(self._cut)
            except Exception as error:
                self._note(self._cut.pattern, power.PowerNotRestored(error=str(error)))
        if stopped is not None:
            raise stopped

    def _wait(self, planned: float) -> None:
        until = shifted(planned, self._stops)
        while self._clock.now() < until:
            self._clock.sleep_until(min(until, self._clock.now() + CHECK_EVERY))
            self._world.check()

    def _do(self, step: Step) -> None:
        match step:
            case Pause(number=number, barrier=barrier):
                self._pause(number, barrier)
            case BeginFault(span=span):
                self._begin(span)
            case HealFault(span=span):
                self._heal(span)
            case PowerOff(cut=cut):
                self._power_off(cut)
            case PowerOn(cut=cut):
                self._restore(cut)
            case SendProbe(probe=probe):
                self._world.send_probe(probe)
            case EnterWindow():
                pass

    def _pause(self, number: int, barrier: Barrier) -> None:
        start = self._clock.now()
        reached = self._await(barrier, start + barrier.limit)
        # Of the plan's time, which a late step does not reach: the next step is then late, too.
        lasted = round(max(self._clock.now() - shifted(barrier.at, self._stops), 0.0), 6)
        self._stops.append(Stop(at=barrier.at, lasted=lasted))
        open_journeys = self._world.open_journeys(barrier.at) if barrier.kind == "settle" else 0
        record = PauseObservation(
            barrier=barrier.kind, planned=barrier.at, lasted=lasted, reached=reached,
            open=open_journeys,
        )  # fmt: skip
        self._record(Observation(start, barrier.window, record))
        self._world.resume(number, self._stops)

    def _await(self, barrier: Barrier, until: float) -> bool:
        """Wait until the condition of a barrier is met; return whether it was in time."""
        met = {
            "settle": lambda: self._world.open_journeys(barrier.at) == 0,
            "recover": self._world.works,
            "boot": self._world.is_ready,
        }[barrier.kind]
        while not met():
            if self._clock.now() >= until:
                return False
            self._clock.sleep_until(min(until, self._clock.now() + LOOK_EVERY))
            self._world.check()
        return True

    def _begin(self, span: Span) -> None:
        self._active.append(span)  # before: a fault that was half applied is healed too
        start, confirmed, duration = self._timed(lambda: self._world.begin(span))
        record = faults.FaultBegin(fault=span.fault, confirmed=confirmed, duration=duration)
        self._record(Observation(start, span.link, record))

    def _heal(self, span: Span) -> None:
        if span in self._active:
            start, traffic, duration = self._timed(lambda: self._world.heal(span))
            record = faults.FaultHeal(duration=duration, **vars(traffic))
            self._record(Observation(start, span.link, record))
            self._active.remove(span)  # after: a fault that was half healed is healed again

    def _power_off(self, cut: PowerCut) -> None:
        self._cut = cut  # before: power that was half cut is given back too
        start, report, duration = self._timed(self._world.power_off)
        record = power.PowerOff(level=self._world.power_level, report=report, duration=duration)
        self._record(Observation(start, cut.pattern, record))

    def _restore(self, cut: PowerCut) -> None:
        start, answered, duration = self._timed(self._world.power_on)
        record = power.PowerOn(duration=duration, answered=answered)
        self._record(Observation(start, cut.pattern, record))
        self._cut = None

    def _timed(self, action: Callable[[], Result]) -> tuple[float, Result, float]:
        """Return when an action began, its result and the seconds that it took."""
        start = self._clock.now()
        result = action()
        return start, result, round(self._clock.now() - start, 6)

    def _note(self, subject: str, record: Record) -> None:
        self._record(Observation(self._clock.now(), subject, record))
