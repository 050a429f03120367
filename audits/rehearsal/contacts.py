"""Dependencies whose proxy receives something, part by part of a rehearsal."""

from collections.abc import Iterator, Mapping

from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.model import Profile
from epreuve.faults.addresses import split_host_port
from epreuve.faults.closing import Closing
from epreuve.faults.sockets.table import read_port
from epreuve.faults.sockets.watch import SocketWatch
from epreuve.faults.toxiproxy.engine import Engine

Totals = Mapping[str, tuple[int, int]]  # by dependency: connections opened, bytes received


class Contacts(Closing):
    """Counts of the proxies of the dependencies, of the embedded server or else of the kernel.

    The kernel's tables miss a connection that opens and closes between two readings.
    """

    def __init__(self, profile: Profile, engine: Engine) -> None:
        self._profile, self._client = profile, engine.client
        self.counted = engine.embedded
        self._parts: dict[str, dict[str, None]] = {name: {} for name in profile.dependencies}
        self._last: Totals = dict.fromkeys(profile.dependencies, (0, 0))
        self._watch = None if self.counted else SocketWatch()
        self._begin()
        self._open_before = self._watch is not None

    def take(self, part: str) -> tuple[str, ...]:
        """Return the dependencies that received something since the last call, in this part."""
        received = self._connected() if self._open_before else self._received()
        self._open_before = False
        for name in received:
            self._parts[name][part] = None
        return received

    def parts(self, dependency: str) -> tuple[str, ...]:
        """Return the parts in which a dependency received something."""
        return tuple(self._parts[dependency])

    def close(self) -> None:
        """Stop the watch of the kernel's tables."""
        if self._watch is not None:
            self._watch.close()

    def _received(self) -> tuple[str, ...]:
        if self._watch is None:
            before, self._last = self._last, self._totals()
            return tuple(name for name, now in self._last.items() if now != before.get(name))
        traffic = {name: self._watch.end(name) for name in self._profile.dependencies}
        self._begin()
        return tuple(name for name, one in traffic.items() if one and (one.opened or one.received))

    def _connected(self) -> tuple[str, ...]:
        """Return the dependencies that have a connection now, for the kernel's first reading."""
        ports = {name: read_port(port) for name, port in self._ports()}
        return tuple(name for name, port in ports.items() if port is not None and port.flows)

    def _ports(self) -> Iterator[tuple[str, int]]:
        for name, dependency in self._profile.dependencies.items():
            yield name, split_host_port(dependency.listen)[1]

    def _totals(self) -> Totals:
        counters = self._client.counters() or {}
        return {
            name: (counter.opened, counter.upstream_received)
            for name in self._profile.dependencies
            if (counter := counters.get(dependency_link(name))) is not None
        }

    def _begin(self) -> None:
        for name, port in self._ports():
            if self._watch is not None:
                self._watch.begin(name, port)
