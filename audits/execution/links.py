"""The links of a run: each a proxy, what it suffers, and the evidence of that."""

from epreuve.audits.execution.proxies import open_proxy
from epreuve.audits.execution.traffic import Traffic
from epreuve.audits.planning.plan import Span
from epreuve.faults.sockets.watch import SocketWatch
from epreuve.faults.toxiproxy.engine import Engine
from epreuve.faults.toxiproxy.link import Link


class Links:
    """Those of one engine, which deletes them; closing it stops the watch on their sockets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._links: dict[str, Link] = {}
        self._watch = SocketWatch()
        self._traffic = Traffic(engine.client.counters, self._watch)

    def open(self, name: str, listen: str, upstream: str, field: str) -> str:
        """Make one; return where it listens. Raises Misuse, naming the profile's `field`."""
        state = open_proxy(self._engine, name, listen, upstream, field)
        self._links[name] = Link(self._engine.client, name)
        self._traffic.know(state)
        return state.listen

    def link(self, name: str) -> Link:
        """Return one that was made."""
        return self._links[name]

    def begin(self, span: Span) -> dict[str, object]:
        """Put a fault on a link; what was read back."""
        link, fault = self._links[span.link], span.fault
        confirmed = link.apply(fault)
        acts = confirmed.toxics or fault.disables() or fault.http_status() is not None
        self._traffic.mark(span)
        return {"confirmed": confirmed.as_data() if acts else {}}

    def heal(self, span: Span) -> dict[str, object]:
        """Take it away; what was seen meanwhile."""
        link, fault = self._links[span.link], span.fault
        try:
            seen = self._traffic.since(span)
            if (answered := link.answered(fault)) is not None:
                seen["answered"] = answered
        finally:  # a server that does not count must still heal
            link.heal(fault)
        return {"observed": seen}

    def taken(self) -> dict[str, object] | None:
        """Connections taken so far and, for want of files, forgotten or turned away; None where
        the server does not count."""
        counted = self._engine.client.counters()
        if counted is None:
            return None
        names = ("opened", "forgotten", "turned_away")
        return {name: sum(getattr(each, name) for each in counted.values()) for name in names}

    def close(self) -> None:
        """Stop watching."""
        self._watch.close()
