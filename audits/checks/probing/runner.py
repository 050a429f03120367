"""Runner of the active probes of a plan."""

import threading
from collections.abc import Callable, Mapping, Sequence

from epreuve.audits.checks.probing.context import AWAITED, PROBES, ProbeContext
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.planning.barrier import Stop
from epreuve.audits.planning.plan import Plan, Probe
from epreuve.audits.planning.played import played
from epreuve.audits.runs.records.bench import ProbeFailure
from epreuve.faults.toxiproxy.state import Counters
from epreuve.probes.evidence.observation import Observation, Record

FIRST_CONTROL = 5_000_000  # first number of the control users, beyond the other users of the probes
CONTROL_LIMIT = 10.0  # seconds a step


class ProbeRunner:
    """Sender of probes, each through the proxies of its cohort."""

    def __init__(
        self,
        plan: Plan,
        endpoints: Mapping[str, str],
        now: Callable[[], float],
        record: Callable[[Observation[Record]], None],
        counters: Callable[[], dict[str, Counters] | None],
    ) -> None:
        load_checks()
        self._context = ProbeContext(plan, endpoints, now, counters)
        self._planned = plan
        self._record = record
        self._lock = threading.Lock()
        self._in_flight = self._controls = 0

    @property
    def awaited(self) -> int:
        """Number of awaited probes that have not ended."""
        return self._in_flight

    def close(self) -> None:
        """End the wait of all probes."""
        self._context.is_over = True

    def follow(self, stops: Sequence[Stop]) -> None:
        """Move the plan of the context by the pauses so far."""
        self._context.plan = played(self._planned, stops)
        self._context.passed = len(stops)

    def send_control(self) -> bool:
        """Send the first critical journey on the clean link; return whether it succeeded."""
        critical = next(iter(self._planned.profile.critical().values()), None)
        if critical is None or any(step.locust for step in critical.steps):
            return True
        self._controls += 1
        session = self._context.session(FIRST_CONTROL + self._controls, limit=CONTROL_LIMIT)
        try:
            return session.run(critical.steps).outcome == "success"
        finally:
            session.close()

    def submit(self, probe: Probe, submit: Callable[..., object]) -> None:
        """Send a probe from a thread of `submit`; an awaited one is in flight from now on."""
        with self._lock:
            self._in_flight += probe.name in AWAITED
        submit(self._send_counted, probe)

    def _send_counted(self, probe: Probe) -> None:
        try:
            self.send(probe)
        finally:
            with self._lock:
                self._in_flight -= probe.name in AWAITED

    def send(self, probe: Probe) -> None:
        """Send a probe and record its observations; its own failure is an observation too."""
        try:
            for observation in PROBES[probe.name](self._context, probe):
                self._record(observation)
        except Exception as error:  # a bug of one probe must not end the run
            failure = ProbeFailure(error_type=type(error).__name__, message=str(error))
            self._record(Observation(self._context.now(), probe.name, failure))
