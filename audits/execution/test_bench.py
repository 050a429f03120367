"""The real world that a plan is played on: links with faults, power, load, probes."""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from epreuve.audits.checks.probing.runner import ProbeRunner
from epreuve.audits.errors import HarnessFailed, Misuse, NotMeasurable, StoppedForSafety
from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.execution.heartbeat import Pulse
from epreuve.audits.execution.links import Links
from epreuve.audits.execution.managed_processes import Surroundings
from epreuve.audits.execution.safety import Lookout
from epreuve.audits.planning.plan import Plan, Probe, Span
from epreuve.audits.planning.proxy_names import (
    citizen_link,
    dependency_link,
    probe_endpoints,
    third_parties,
    third_party_endpoint,
)
from epreuve.audits.profile.authorisation import Consent, pin, rate_limit
from epreuve.audits.runs.records.authorisation import evidence_of
from epreuve.audits.runs.records.bench import ServiceStopped
from epreuve.audits.runs.records.power import Level
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.errors import FaultError
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.faults.toxiproxy.engine import Engine, open_engine
from epreuve.faults.toxiproxy.link import Link
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.browser.devtools import BROWSERS, find_chromium
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.recorder import Recorder, Row
from epreuve.probes.load.plan import Endpoint, LoadPlan, Retries
from epreuve.probes.load.pool import WorkerPool, open_load
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology, parse_bind

PROBE_THREADS = 8  # probes at a time: two may last for long, none must make another late
CLEAR_MESSAGE = r"0[1-9](?:[ .]?\d\d){4}|guichet|accueil"  # another way is named on the page
LEAD = 0.2  # seconds between the last preparation and the zero of the run
ANY_PORT = "127.0.0.1:0"
NOWHERE = "127.0.0.1:9"  # where citizens without a link would go; nobody is sent there
JOIN_WITHIN = 300.0  # seconds for workers to be started by hand, elsewhere
START_WITHIN = 15.0  # seconds for the load process to be ready


class Bench:
    """Everything that a run touches; leaving it heals, stops and deletes all of it."""

    def __init__(
        self, plan: Plan, folder: RunFolder, toxiproxy: ServerChoice, seen: Callable[[Row], None],
        topology: LoadTopology = SINGLE_PROCESS, consent: Consent | None = None,
    ) -> None:  # fmt: skip
        self._plan, self._folder, self._toxiproxy, self._seen = plan, folder, toxiproxy, seen
        self._topology, self._consent = topology, consent
        self._stack = ExitStack()
        self._lookout = Lookout(plan.profile.safety)
        self._doors: dict[str, str] = {}
        self._dark = self._died = False
        self.clock = MonotonicClock(time.monotonic())
        self.engine: Engine
        self._links: Links
        self.load: Load | WorkerPool

    def __enter__(self) -> Self:
        try:
            self._open()
        except FaultError as error:
            self._stack.close()
            raise HarnessFailed(str(error)) from None
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _open(self) -> None:
        plan, logs = self._plan, self._folder.logs
        if plan.browser and find_chromium() is None:
            raise Misuse(f"--browser: none of {', '.join(BROWSERS)} is on PATH; install one")
        self.recorder = self._stack.enter_context(Recorder(self._folder.evidence))
        if (allowed := evidence_of(plan, self._consent, self._now())) is not None:
            self._keep(allowed)
        asked = self._toxiproxy
        engine = open_engine(asked.url, logs, allow_foreign=asked.shared, seed=plan.seed)
        self.engine = self._stack.enter_context(engine)
        self._pulse = Pulse(self.engine)
        self._links = Links(self.engine)
        self._stack.callback(self._links.close)
        self._around = Surroundings(
            plan.profile,
            self._folder.path,
            logs,
            self.engine.guard,
            plan.seed,
            self._citizen_links,
        )
        self._stack.callback(self._around.close)
        self._around.start_dependencies()
        self._open_doors()
        self._start_load()  # while the service boots, to save the reader's time
        self._around.start_service()
        self._around.wait_dependencies()
        self._threads = self._stack.enter_context(ThreadPoolExecutor(PROBE_THREADS, "look"))
        self._probes = ProbeRunner(
            plan, self._doors, self._now, self._keep, self.engine.client.counters
        )
        if not self.load.wait_ready(JOIN_WITHIN if self._topology.workers else START_WITHIN):
            raise HarnessFailed(self.load.failure or "the load process did not start in time")
        self._lookout.start()
        self._stack.callback(self._lookout.close)
        self.clock = MonotonicClock(time.monotonic() + LEAD)
        self.load.go(self.clock.zero)

    def _open_doors(self) -> None:
        """A proxy for each dependency, each cohort, and each third party seen through EDGE."""
        profile = self._plan.profile
        for name, each in profile.dependencies.items():
            upstream = pin(each.upstream)
            self._links.open(dependency_link(name), each.listen, upstream, f"dependencies.{name}")
        place = pin(profile.service.authority)
        doors = {c.name: place for c in self._plan.cohorts if c.linked}
        doors |= {third_party_endpoint(name): at for name, at in third_parties(profile).items()}
        doors |= {d: profile.dependencies[n].listen for d, n in probe_endpoints(profile).items()}
        for door, upstream in doors.items():
            near = f"{parse_bind(self._topology.bind)[0]}:0" if self._topology.workers else ANY_PORT
            self._doors[door] = self._links.open(citizen_link(door), near, upstream, "service")

    def _citizen_links(self) -> Sequence[Link]:
        linked = (each.name for each in self._plan.cohorts if each.linked)
        return [self._links.link(citizen_link(name)) for name in linked]

    def _start_load(self) -> None:
        plan, service = self._plan, self._plan.profile.service
        scheme = urlsplit(service.address).scheme
        parties = {
            at: f"http://{self._doors[third_party_endpoint(name)]}"
            for name, at in third_parties(plan.profile).items()
        }
        doors = {
            each.name: Endpoint(
                f"{scheme}://{self._doors.get(each.name, NOWHERE)}",
                service.authority,
                plan.patience,
                each.linked,
                third_parties=parties,
            )
            for each in plan.cohorts
        }
        self.load = open_load(
            LoadPlan(
                zero=math.nan,
                until=plan.duration,
                seed=plan.seed,
                cohorts=doors,
                journeys=plan.profile.journeys,
                arrivals=plan.arrivals,
                clear_message=CLEAR_MESSAGE,
                retries=Retries(*plan.retries),
                max_rate=rate_limit(plan),
            ),
            self._folder.path,
            self._receive,
            self._topology,
        )
        self.load.start()
        self._stack.callback(self.load.stop)

    def _now(self) -> float:
        return self.clock.now()

    def _receive(self, rows: list[Row]) -> None:
        self.recorder.record(rows)
        for row in rows:
            self._seen(row)

    def _keep(self, observation: Observation[Record]) -> None:
        self._receive([observation])

    # --- what the interpreter asks ---

    @property
    def power_level(self) -> Level:
        """Return how power is cut."""
        return self._plan.profile.power.level

    def begin(self, span: Span) -> Confirmation | None:
        """Apply a fault to a link."""
        return self._links.begin(span)

    def heal(self, span: Span) -> FaultTraffic:
        """Remove a fault; return the traffic while it was in force."""
        return self._links.heal(span)

    def power_off(self) -> CutReport:
        """Cut the power at the level of the profile."""
        if self._around.service is None:
            return CutReport()
        self._dark = True
        return self._around.service.cut()

    def power_on(self) -> None:
        """Start the service again, as a machine that boots would."""
        service = self._around.service
        if service is not None and not service.running():  # twice is fine, as healing twice is
            service.start()
        self._dark = self._died = False

    def look(self, probe: Probe) -> None:
        """Send a probe from a thread: the schedule does not wait for it."""
        self._threads.submit(self._probes.send, probe)

    def count(self) -> None:
        """Record the connections of all proxies."""
        if (totals := self._links.totals()) is not None:
            self._keep(Observation(self._now(), "connections", totals))

    def check(self) -> None:
        """Raise NotMeasurable when nothing can be learnt any more."""
        if self._lookout.danger:
            raise StoppedForSafety(self._lookout.danger)
        if self.recorder.failure:
            raise NotMeasurable(str(self.recorder.failure))
        if problem := self.load.failure or self._pulse.failure():
            raise HarnessFailed(problem)
        service = self._around.service
        if service is not None and not self._dark and not self._died and not service.running():
            self._died = True
            self._keep(Observation(self._now(), "service", ServiceStopped()))
