"""Probe of the connections opened to each dependency, as proxies count them (DEG-9)."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AroundPoweredWindows
from epreuve.probes.evidence.observation import Observation, Record


@probe("traffic", AroundPoweredWindows(0.02))
def send_traffic(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Read the counters of all proxies; nothing when the server does not count."""
    counters = context.counters()
    if counters is not None:
        opened = {name: proxy.opened for name, proxy in counters.items()}
        sign_ins = {name: proxy.sign_ins for name, proxy in counters.items() if proxy.sign_ins}
        record = TrafficObservation(opened=opened, sign_ins=sign_ins)
        yield Observation(context.now(), request.about, record)
