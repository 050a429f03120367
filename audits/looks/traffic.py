"""How many connections each link has had so far: what only a proxy sees."""

from collections.abc import Iterator

from epreuve.audits.looks.sight import Sight, look
from epreuve.audits.planning.plan import Probe
from epreuve.probes.evidence.records import Observation


@look("traffic")
def traffic(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """Connections opened by link since the run began; none when the server does not count."""
    counted = sight.counters()
    if counted is not None:
        value = {name: each.opened for name, each in counted.items()}
        yield Observation(sight.now(), "traffic", probe.about, value)
