"""How many connections each link has had so far: what only a proxy sees."""

from collections.abc import Iterator

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AroundPoweredWindows
from epreuve.probes.evidence.records import Observation


@probe("traffic", AroundPoweredWindows(0.02, 0.05))
def traffic(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """Connections opened by link since the run began; none when the server does not count."""
    counted = context.counters()
    if counted is not None:
        value = {name: each.opened for name, each in counted.items()}
        yield Observation(context.now(), "traffic", request.about, value)
