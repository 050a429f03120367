"""The world of the interpreter around a synthetic service: faults, power, users, probes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from epreuve.audits.checks.probing.context import AWAITED
from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.execution.load_plan import load_plan
from epreuve.audits.execution.open_journeys import OpenJourneys
from epreuve.audits.planning.barrier import Stop
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Probe, Span
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.power import PowerLevel
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.evidence.row import Row
from epreuve.probes.journeys.guidance import Guidance
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Retries
from epreuve.probes.load.schedule import BARRIER_CHECK, Schedule
from epreuve.probes.load.session import SessionContext, UserSession
from tests.synthetic.probes import PROBES, ProbeState
from tests.synthetic.service import SyntheticService
from tests.synthetic.virtual_time import VirtualTime

FIRST_CONTROL = 5_000_000  # first number of the control users
CONTROL_LIMIT = 10.0  # seconds a step, as in a run
CONFIRMED = Confirmation(enabled=True, upstream="127.0.0.1:1", toxics=())


@dataclass
class SyntheticWorld:
    """Users, faults and probes of a plan on a synthetic service; `rows` is the evidence."""

    plan: Plan
    service: SyntheticService
    time: VirtualTime
    rows: list[Row] = field(default_factory=list)
    power_level: PowerLevel = "process"

    def __post_init__(self) -> None:
        endpoints = {cohort.name: "127.0.0.1:1" for cohort in self.plan.cohorts}
        self._load = load_plan(self.plan, endpoints)
        self._context = SessionContext(
            self.plan.seed, self._load.journeys, self._load.cohorts, self._load.retries,
            Guidance(), self.time.now, self.time.sleep, self._record, set(),
        )  # fmt: skip
        self._journeys = OpenJourneys(self.plan.arrivals)
        self._active: set[UserSession] = set()
        self._awaited = self._controls = 0
        self._resumed: list[Callable[[], object]] = []  # to call at the end of a pause
        self._schedule = Schedule(
            self.plan.arrivals, self.plan.duration, self.time.now, self._pause, self._load.barriers
        )
        self._probes = ProbeState(self.plan, self.service, self.time, self._record)
        self.time.spawn(0.0, self._dispatch)

    def _pause(self, seconds: float) -> bool:
        if seconds is BARRIER_CHECK:  # one switch at the end of the pause, not a hundred a second
            self.time.suspend(self._resumed.append)
        elif seconds > 0:
            self.time.sleep(seconds)
        return False

    def _dispatch(self) -> None:
        for arrival in self._schedule.due():
            self.time.spawn(self.time.now(), partial(self._visit, arrival, self._context))

    def _visit(self, arrival: Arrival, context: SessionContext) -> Outcome:
        """Send one journey; return its outcome."""
        session = UserSession(
            context, arrival,
            lambda request, limit, redirects: self.service.fetch(request, limit, arrival.cohort),
        )  # fmt: skip
        self._active.add(session)
        try:
            return session.run()
        finally:
            self._active.discard(session)

    def _record(self, row: Row) -> None:
        self.rows.append(row)
        self._journeys.add([row])

    def close(self) -> None:
        """End the journeys that are still open, as at the end of a run."""
        for session in list(self._active):
            session.interrupt()

    # --- the interface of the interpreter: see `World` ---

    def begin(self, span: Span) -> Confirmation:
        """Apply a fault; only those of dependencies change the service."""
        if span.link == dependency_link(span.subject):
            self.service.faults[span.subject] = span.fault
        return CONFIRMED

    def heal(self, span: Span) -> FaultTraffic:
        """End a fault."""
        if span.subject in self.service.faults and span.link == dependency_link(span.subject):
            self.service.heal(span.subject)
        return FaultTraffic()

    def power_off(self) -> CutReport:
        """Cut the power."""
        self.service.power_off()
        return CutReport()

    def power_on(self) -> None:
        """Give the power back."""
        self.service.power_on()

    def send_probe(self, probe: Probe) -> None:
        """Send a probe, where the synthetic service knows it."""
        awaited = probe.name in AWAITED
        self._awaited += awaited

        def send() -> None:
            PROBES.get(probe.name, lambda state, sent: None)(self._probes, probe)
            self._awaited -= awaited

        self.time.spawn(self.time.now(), send)

    def open_journeys(self, planned: float) -> int:
        """Return how many journeys and awaited probes have not ended."""
        return self._journeys.begun_before(planned) + self._awaited

    def works(self) -> bool:
        """Send one journey on the clean link; return whether it succeeded."""
        self._controls += 1
        arrival = Arrival(
            FIRST_CONTROL + self._controls, self.time.now(), "request", CONTROL_COHORT
        )
        results: list[Row] = []
        context = self._context._replace(
            retries=Retries(), record=results.append,
            cohorts=self._probes.endpoints(CONTROL_LIMIT),
        )  # fmt: skip
        done: list[Outcome] = []
        self.time.spawn(self.time.now(), lambda: done.append(self._visit(arrival, context)))
        while not done:
            self.time.run_until(self.time.now() + 0.01)
        return done[0] == "success"

    def is_ready(self) -> bool:
        """Return whether the service is up."""
        return self.service.is_up

    def resume(self, barrier: int, stops: Sequence[Stop]) -> None:
        """Let the users of the next windows arrive."""
        self._probes.follow(stops)
        self._schedule.resume(barrier, sum(stop.lasted for stop in stops))
        while self._resumed:
            self.time.at(self.time.now(), self._resumed.pop())

    def check(self) -> None:
        """Find nothing wrong."""
