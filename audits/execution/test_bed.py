"""Test bed of a run: links with faults, power, load and probes."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from epreuve.audits.checks.probing.runner import ProbeRunner
from epreuve.audits.errors import NotMeasurable, StoppedForSafety
from epreuve.audits.execution.bench_failure import load_failure
from epreuve.audits.execution.browser_check import check_browser
from epreuve.audits.execution.calibrator import calibrate
from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.execution.load_plan import load_plan
from epreuve.audits.execution.open_journeys import OpenJourneys
from epreuve.audits.execution.past_proxies import PastProxies
from epreuve.audits.execution.safety import SafetyMonitor
from epreuve.audits.execution.service_readiness import wait_service
from epreuve.audits.execution.start_calls import bypassed_dependencies, named_hosts
from epreuve.audits.execution.started_service import StartedService
from epreuve.audits.messages.texts import error_text
from epreuve.audits.planning.barrier import Stop
from epreuve.audits.planning.calibration import Calibration
from epreuve.audits.planning.plan import Plan, Probe, Span
from epreuve.audits.profile.authorisation import Consent
from epreuve.audits.profile.power import PowerLevel
from epreuve.audits.runs.records.authorisation import evidence_of
from epreuve.audits.runs.records.bench import LateControlAnswer, ServiceStopped, StartCalls
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.faults.toxiproxy.engine import Engine
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.plan import LEAD
from epreuve.probes.load.pool import WorkerPool, open_load
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology
from epreuve.probes.machine.sampler import PressureSampler
from epreuve.probes.pages.receipt_records import ReceiptControl

PROBE_THREADS = 8  # probes at a time: a long one must not delay another
READY_WITHIN = 2.0  # seconds to wait for a service that should be up
JOIN_WITHIN = 300.0  # seconds until all workers have joined
START_WITHIN = 60.0  # seconds for the load process to be ready, on a machine that does other work


class TestBed:
    """All that a run acts upon. Leaving the context heals, stops and deletes all of it."""

    __test__ = False  # not a test class

    def __init__(
        self, plan: Plan, folder: RunFolder, toxiproxy: ServerChoice, on_row: Callable[[Row], None],
        topology: LoadTopology = SINGLE_PROCESS, consent: Consent | None = None,
    ) -> None:  # fmt: skip
        self._plan, self._folder, self._toxiproxy, self._on_row = plan, folder, toxiproxy, on_row
        self._topology, self._consent = topology, consent
        self._stack = ExitStack()
        self._safety = SafetyMonitor(plan.profile.safety)
        self._open_journeys = OpenJourneys(())
        self.stops: tuple[Stop, ...] = ()
        self.clock = MonotonicClock(time.monotonic())
        self.engine: Engine
        self._service: StartedService
        self.load: Load | WorkerPool

    def __enter__(self) -> Self:
        with self._stack:
            self._open()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _open(self) -> None:
        plan = self._plan
        check_browser(plan)
        self.recorder = self._stack.enter_context(Recorder(self._folder.evidence))
        if (allowed := evidence_of(plan, self._consent, self._now())) is not None:
            self._keep(allowed)
        service = StartedService(plan, self._folder, self._toxiproxy, self._topology)
        self._service = self._stack.enter_context(service)
        self.engine = service.engine

    def calibrate(self) -> tuple[Calibration, dict[str, ReceiptControl]]:
        """Measure the service in calm. Raises NotMeasurable where it cannot be measured."""
        service = self._service
        measured = calibrate(self._plan, service)
        if (called := service.processes.called) is not None:
            record = StartCalls(
                hosts=named_hosts(called, self._plan.profile),
                bypassed=bypassed_dependencies(called, self._plan.profile),
            )
            self.recorder.record([Observation(0.0, "service", record)])
        return measured

    def start(self, plan: Plan) -> None:
        """Start the load, the probes and the clock of a plan."""
        self._plan = plan
        self._open_journeys = OpenJourneys(plan.arrivals)
        self._threads = self._stack.enter_context(ThreadPoolExecutor(PROBE_THREADS, "probe"))
        self._probes = ProbeRunner(
            plan, self._service.endpoints, self._now, self._keep, self.engine.client.counters
        )
        self._stack.callback(self._probes.close)
        self._start_load()
        if not self.load.wait_ready(JOIN_WITHIN if self._topology.workers else START_WITHIN):
            raise load_failure(self.load.failure)
        self._safety.start()
        self._stack.callback(self._safety.close)
        self.clock = MonotonicClock(time.monotonic() + LEAD)
        pressure = PressureSampler(
            self._service.processes.pids, _addresses(plan), self._now, self._keep
        )
        pressure.start()
        self._stack.callback(pressure.close)
        process = self._service.processes.process
        members = None if process is None else process.pids
        self._past_proxies = PastProxies(plan.profile, members, self._keep_now)
        self._stack.callback(self._past_proxies.close)
        self.load.go(self.clock.zero)

    def _start_load(self) -> None:
        load = load_plan(self._plan, self._service.endpoints)
        self.load = open_load(load, self._folder.path, self._receive, self._topology)
        self.load.start()
        self._stack.callback(self.load.stop)

    def _now(self) -> float:
        return self.clock.now()

    def _receive(self, rows: list[Row]) -> None:
        self.recorder.record(rows)
        self._open_journeys.add(rows)
        for row in rows:
            self._on_row(row)

    def _keep(self, observation: Observation[Record]) -> None:
        self._receive([observation])

    def _keep_now(self, subject: str, record: Record) -> None:
        self._keep(Observation(self._now(), subject, record))

    def _keep_late_responses(self) -> None:
        for late in self.engine.client.take_late_responses():
            record = LateControlAnswer(seconds=late.seconds, answered=late.answered)
            self._keep(Observation(self._now(), late.request, record))

    # --- the interface of the interpreter: see `World` ---

    @property
    def power_level(self) -> PowerLevel:
        """Level at which power is cut."""
        return self._plan.profile.power.level

    def begin(self, span: Span) -> Confirmation | None:
        """Apply a fault to a link."""
        self._past_proxies.begin(span.link)
        return self._service.links.begin(span)

    def heal(self, span: Span) -> FaultTraffic:
        """Remove a fault; return the traffic while it was in force."""
        traffic = self._service.links.heal(span)
        self._past_proxies.end(span.link)
        return traffic

    def power_off(self) -> CutReport:
        """Cut the power at the level of the profile."""
        return self._service.power.off()

    def power_on(self) -> str | None:
        """Give the power back; see `World`."""
        return self._service.power.on()

    def send_probe(self, probe: Probe) -> None:
        """Send a probe from a thread; the schedule does not wait for it."""
        self._probes.submit(probe, self._threads.submit)

    def open_journeys(self, planned: float) -> int:
        """Return how many journeys planned before a time, and awaited probes, have not ended."""
        return self._open_journeys.begun_before(planned) + self._probes.awaited

    def works(self) -> bool:
        """Send one journey on the clean link; return whether it succeeded."""
        return self._probes.send_control()

    def is_ready(self) -> bool:
        """Ask the service for two seconds whether it is ready; return whether it is."""
        return wait_service(self._plan.profile, READY_WITHIN) is not None

    def resume(self, barrier: int, stops: Sequence[Stop]) -> None:
        """Resume the arrivals, later by all pauses so far."""
        self.stops = tuple(stops)
        self._probes.follow(stops)
        self.load.resume(barrier, sum(stop.lasted for stop in stops))

    def record_totals(self) -> None:
        """Record the connections of all proxies."""
        if (totals := self._service.links.totals()) is not None:
            self._keep(Observation(self._now(), "connections", totals))

    def check(self) -> None:
        """Raise NotMeasurable when the run cannot go on."""
        if self._safety.danger:
            raise StoppedForSafety(self._safety.danger)
        if self.recorder.failure:
            raise NotMeasurable(error_text(self.recorder.failure))
        self._keep_late_responses()
        if problem := self.load.failure:
            raise load_failure(problem)
        if self._service.heartbeat.failure is not None:
            raise self._service.heartbeat.failure
        if self._service.power.stopped():
            self._keep(Observation(self._now(), "service", ServiceStopped()))


def _addresses(plan: Plan) -> list[str]:
    """Return the addresses of the service and of its dependencies."""
    profile = plan.profile
    upstreams = (dependency.upstream for dependency in profile.dependencies.values())
    return [profile.service.authority, *upstreams]
