"""Run of a capacity ramp: the service is started as in an audit; users connect without a proxy."""

import math
import time
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit

from epreuve.audits.capacity.ramp import PATIENCE, Ramp, RampStep
from epreuve.audits.capacity.step_result import StepResult, read
from epreuve.audits.errors import NotMeasurable, StoppedForSafety
from epreuve.audits.execution.bench_failure import load_failure
from epreuve.audits.execution.interpreter import CHECK_EVERY
from epreuve.audits.execution.managed_processes import ManagedProcesses
from epreuve.audits.execution.proxies import open_proxy
from epreuve.audits.execution.run import DRAIN
from epreuve.audits.execution.run_end import ending
from epreuve.audits.execution.safety import SafetyMonitor
from epreuve.audits.execution.test_bed import START_WITHIN
from epreuve.audits.messages.texts import error_text
from epreuve.audits.planning.proxy_names import dependency_link, third_parties
from epreuve.audits.profile.authorisation import Consent, pin, rate_limit
from epreuve.audits.runs.records.authorisation import evidence_of
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.toxiproxy.engine import open_engine
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.load.plan import LEAD, Endpoint
from epreuve.probes.load.pool import WorkerPool, open_load
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import LoadTopology

ROWS_DELAY = 0.5  # seconds after a step until its rows have arrived
MAX_FAILED = 0.5  # share of failed journeys above which the ramp stops [A]

Report = Callable[[StepResult], None]


def climb(
    ramp: Ramp, folder: RunFolder, toxiproxy: ServerChoice, topology: LoadTopology,
    consent: Consent | None, report: Report,
) -> tuple[StepResult, ...]:  # fmt: skip
    """Run the ramp and return the result of each step; `report` receives each one at once.

    Stops early when most journeys fail. Evidence is kept and all started processes are ended.
    Raises NotMeasurable or Misuse.
    """
    with ending(folder), ExitStack() as stack:
        return _Climb(ramp, folder, topology, report).run(stack, toxiproxy, consent)


class _Climb:
    def __init__(
        self, ramp: Ramp, folder: RunFolder, topology: LoadTopology, report: Report
    ) -> None:
        self._ramp, self._folder, self._topology, self._report = ramp, folder, topology, report
        self._safety = SafetyMonitor(ramp.profile.safety)
        self._zero = math.nan
        self._recorder: Recorder
        self._load: Load | WorkerPool

    def run(
        self, stack: ExitStack, toxiproxy: ServerChoice, consent: Consent | None
    ) -> tuple[StepResult, ...]:
        self._open(stack, toxiproxy, consent)
        self._zero = time.monotonic() + LEAD
        self._load.go(self._zero)
        results = []
        for step in self._ramp.steps():
            self._wait(step.end + ROWS_DELAY)
            results.append(self._result(step))
            self._report(results[-1])
            if results[-1].failed > MAX_FAILED:
                break
        else:
            self._load.wait(DRAIN)
        self._load.stop()
        if self._load.failure:
            raise load_failure(self._load.failure)
        self._folder.note(played=self._ramp.step * len(results))
        # Read again: rows of a step may arrive after its first result.
        return tuple(self._result(s) for s, _ in zip(self._ramp.steps(), results, strict=False))

    def _open(self, stack: ExitStack, toxiproxy: ServerChoice, consent: Consent | None) -> None:
        ramp, folder, profile = self._ramp, self._folder, self._ramp.profile
        allowed = evidence_of(ramp, consent, 0.0)
        self._recorder = stack.enter_context(Recorder(folder.evidence))
        self._recorder.record([allowed] if allowed else [])
        url, shared = toxiproxy.url, toxiproxy.shared
        engine = stack.enter_context(open_engine(url, folder.logs, allow_foreign=shared))
        processes = ManagedProcesses(profile, folder.path, folder.logs, engine.guard, ramp.seed)
        stack.callback(processes.close)
        processes.start_dependencies()
        for name, dependency in profile.dependencies.items():
            upstream, field = pin(dependency.upstream), f"dependencies.{name}"
            open_proxy(engine, dependency_link(name), dependency.listen, upstream, field)
        processes.start_service()
        processes.wait_dependencies()
        plan = ramp.load(self._endpoint(), math.nan, rate_limit(ramp))
        self._load = open_load(plan, folder.path, self._recorder.record, self._topology)
        self._load.start()
        stack.callback(self._load.stop)
        if not self._load.wait_ready(START_WITHIN):
            raise load_failure(self._load.failure)
        self._safety.start()
        stack.callback(self._safety.close)

    def _endpoint(self) -> Endpoint:
        service = self._ramp.profile.service
        address = f"{urlsplit(service.address).scheme}://{pin(service.authority)}"
        parties = {proxy: f"http://{proxy}" for proxy in third_parties(self._ramp.profile).values()}
        return Endpoint(address, service.authority, PATIENCE, third_parties=parties)

    def _wait(self, until: float) -> None:
        while (left := self._zero + until - time.monotonic()) > 0:
            time.sleep(min(left, CHECK_EVERY))
            if self._safety.danger:
                raise StoppedForSafety(self._safety.danger)
            if self._recorder.failure:
                raise NotMeasurable(error_text(self._recorder.failure))
            if problem := self._load.failure:
                raise load_failure(problem)

    def _result(self, step: RampStep) -> StepResult:
        self._recorder.flush()
        evidence = Evidence(self._folder.evidence)
        try:
            return read(evidence, step)
        finally:
            evidence.close()
