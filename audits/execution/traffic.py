"""What was seen of a fault while it was in force: connections opened, bytes that came and went.

Two that do not know each other tell: the proxy server's own counters, where it is ours, and the
kernel's tables of sockets, whatever the server, as long as it runs on this machine.
"""

from collections.abc import Callable, Mapping

from epreuve.audits.planning.plan import Span
from epreuve.faults.sockets.table import read_port
from epreuve.faults.sockets.watch import SocketWatch
from epreuve.faults.toxiproxy.state import Counters, ProxyState

Read = Callable[[], Mapping[str, Counters] | None]


class Traffic:
    """Of the proxies of a run; a source that cannot tell tells nothing."""

    def __init__(self, read: Read, watch: SocketWatch) -> None:
        self._read, self._watch = read, watch
        self._ports: dict[str, int] = {}
        self._marks: dict[Span, Counters] = {}

    def know(self, proxy: ProxyState) -> None:
        """Learn where a proxy listens; one of another machine, or of a container, is not seen."""
        port = read_port(proxy.address[1])
        if port is not None and port.listening:
            self._ports[proxy.name] = proxy.address[1]

    def mark(self, span: Span) -> None:
        """A fault begins."""
        if span.link in self._ports:
            self._watch.begin(span, self._ports[span.link])
        now = (self._read() or {}).get(span.link)
        if now is not None:
            self._marks[span] = now

    def since(self, span: Span) -> dict[str, object]:
        """Since it began, by who saw it."""
        traffic = self._watch.end(span)
        then, now = self._marks.pop(span, None), (self._read() or {}).get(span.link)
        found: dict[str, object] = {}
        if traffic is not None:
            found["kernel"] = {
                "opened": traffic.opened,
                "came": traffic.received,
                "went": traffic.sent,
                "listening": traffic.listening,
            }
        if then is not None and now is not None:
            found["server"] = {
                "opened": now.opened - then.opened,
                "came": now.upstream_received - then.upstream_received,
                "went": now.downstream_sent - then.downstream_sent,
            }
        return found
