"""The links of a run: a proxy each, its faults, and the traffic while they are in force."""

from dataclasses import replace

from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.execution.proxies import open_proxy
from epreuve.audits.execution.traffic import Traffic
from epreuve.audits.planning.plan import Span
from epreuve.audits.runs.records.bench import ProxyTotals
from epreuve.faults.sockets.watch import SocketWatch
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.faults.toxiproxy.engine import Engine
from epreuve.faults.toxiproxy.link import Link


class OpenLinks:
    """Links of one engine, which deletes them; closing stops the watch on their sockets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._links: dict[str, Link] = {}
        self._watch = SocketWatch()
        self._traffic = Traffic(engine.client.counters, self._watch)

    def open(self, name: str, listen: str, upstream: str, field: str) -> str:
        """Make a link; return where it listens. Raises Misuse that names the profile's `field`."""
        state = open_proxy(self._engine, name, listen, upstream, field)
        self._links[name] = Link(self._engine.client, name)
        self._traffic.know(state)
        return state.listen

    def link(self, name: str) -> Link:
        """Return a link by its name."""
        return self._links[name]

    def begin(self, span: Span) -> Confirmation | None:
        """Apply a fault to a link; return its confirmation, None where it changes nothing."""
        link, fault = self._links[span.link], span.fault
        confirmed = link.apply(fault)
        acts = confirmed.toxics or fault.disables() or fault.http_status() is not None
        self._traffic.mark(span)
        return confirmed if acts else None

    def heal(self, span: Span) -> FaultTraffic:
        """Remove a fault; return the traffic while it was in force."""
        link, fault = self._links[span.link], span.fault
        try:
            traffic = replace(self._traffic.since(span), error_responses=link.responses_sent(fault))
        finally:  # a server that does not count must still heal
            link.heal(fault)
        return traffic

    def totals(self) -> ProxyTotals | None:
        """Return the connections of all proxies so far; None where the server does not count."""
        counted = self._engine.client.counters()
        if counted is None:
            return None
        return ProxyTotals(
            opened=sum(proxy.opened for proxy in counted.values()),
            forgotten=sum(proxy.forgotten for proxy in counted.values()),
            turned_away=sum(proxy.turned_away for proxy in counted.values()),
        )

    def close(self) -> None:
        """Stop the watch."""
        self._watch.close()
