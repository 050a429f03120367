"""Runner of the active probes of a plan."""

from collections.abc import Callable, Mapping

from epreuve.audits.checks.probing.context import PROBES, ProbeContext
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.planning.plan import Plan, Probe
from epreuve.audits.runs.records.bench import ProbeFailure
from epreuve.faults.toxiproxy.state import Counters
from epreuve.probes.evidence.observation import Observation, Record


class ProbeRunner:
    """Sends probes through the proxies of the cohort that each of them stands for."""

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
        self._record = record

    def send(self, probe: Probe) -> None:
        """Send a probe and record its observations; its own failure is an observation too."""
        try:
            for observation in PROBES[probe.name](self._context, probe):
                self._record(observation)
        except Exception as error:  # a bug of one probe must not end the run
            failure = ProbeFailure(error_type=type(error).__name__, message=str(error))
            self._record(Observation(self._context.now(), probe.name, failure))
