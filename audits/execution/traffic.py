"""Traffic through the proxies of a run while faults are in force.

Two independent sources count it: the proxy server's own counters, where the server is embedded, and
the kernel's tables of sockets, whatever the server, as long as it runs on this machine.
"""

from collections.abc import Callable, Mapping

from epreuve.audits.execution.fault_traffic import FaultTraffic
from epreuve.audits.planning.plan import Span
from epreuve.audits.runs.records.faults import LinkTraffic
from epreuve.faults.sockets.table import read_port
from epreuve.faults.sockets.watch import SocketWatch
from epreuve.faults.toxiproxy.state import Counters, ProxyState

Read = Callable[[], Mapping[str, Counters] | None]


class Traffic:
    """Counts of the proxies of a run, from the beginning of each fault to its end."""

    def __init__(self, read: Read, watch: SocketWatch) -> None:
        self._read, self._watch = read, watch
        self._ports: dict[str, int] = {}
        self._marks: dict[Span, Counters] = {}

    def know(self, proxy: ProxyState) -> None:
        """Learn the port of a proxy, unless it is on another machine or in a container."""
        port = read_port(proxy.address[1])
        if port is not None and port.listening:
            self._ports[proxy.name] = proxy.address[1]

    def mark(self, span: Span) -> None:
        """Start to count for a fault."""
        if span.link in self._ports:
            self._watch.begin(span, self._ports[span.link])
        now = (self._read() or {}).get(span.link)
        if now is not None:
            self._marks[span] = now

    def since(self, span: Span) -> FaultTraffic:
        """Return the traffic since the fault began."""
        kernel = self._watch.end(span)
        then, now = self._marks.pop(span, None), (self._read() or {}).get(span.link)
        return FaultTraffic(
            server=None if then is None or now is None else _difference(then, now),
            kernel=None
            if kernel is None
            else LinkTraffic(
                opened=kernel.opened,
                bytes_from_clients=kernel.received,
                bytes_to_clients=kernel.sent,
            ),
            listening=None if kernel is None else kernel.listening,
        )


def _difference(then: Counters, now: Counters) -> LinkTraffic:
    return LinkTraffic(
        opened=now.opened - then.opened,
        bytes_from_clients=now.upstream_received - then.upstream_received,
        bytes_to_clients=now.downstream_sent - then.downstream_sent,
    )
