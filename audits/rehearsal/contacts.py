"""Dependencies whose proxy receives something, part by part of a rehearsal."""

from collections.abc import Mapping

from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.model import Profile
from epreuve.faults.addresses import split_host_port
from epreuve.faults.closing import Closing
from epreuve.faults.sockets.connections import clients_of
from epreuve.faults.sockets.table import read_port
from epreuve.faults.sockets.watch import SocketWatch
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.engine import Engine

Totals = Mapping[str, tuple[int, int]]  # by dependency: connections opened, bytes received


class Contacts(Closing):
    """Counts of the proxies of the dependencies, of the embedded server or else of the kernel.

    The kernel's tables miss a short connection from another machine or a container, and one that
    was reset. `counted` is whether the first cannot be.
    """

    def __init__(self, profile: Profile, engine: Engine) -> None:
        self._parts: dict[str, dict[str, None]] = {name: {} for name in profile.dependencies}
        self._source: _Counters | _KernelTables
        if engine.embedded:
            self._source, self.counted = _Counters(profile, engine.client), True
        else:
            self._source = tables = _KernelTables(profile)
            self.counted = profile.power.start is not None and tables.are_here()

    def take(self, part: str) -> tuple[str, ...]:
        """Return the dependencies that received something since the last call, in this part."""
        received = self._source.received()
        for name in received:
            self._parts[name][part] = None
        return received

    def parts(self, dependency: str) -> tuple[str, ...]:
        """Return the parts in which a dependency received something."""
        return tuple(self._parts[dependency])

    def close(self) -> None:
        """Stop the reading."""
        self._source.close()


class _Counters(Closing):
    """Counters of the embedded server; the first reading counts from its start."""

    def __init__(self, profile: Profile, client: Toxiproxy) -> None:
        self._names, self._client = tuple(profile.dependencies), client
        self._last: Totals = dict.fromkeys(self._names, (0, 0))

    def received(self) -> tuple[str, ...]:
        before, self._last = self._last, self._totals()
        return tuple(name for name, now in self._last.items() if now != before.get(name))

    def close(self) -> None:
        """Do nothing: no resource is open."""

    def _totals(self) -> Totals:
        counters = self._client.counters() or {}
        return {
            name: (counter.opened, counter.upstream_received)
            for name in self._names
            if (counter := counters.get(dependency_link(name))) is not None
        }


class _KernelTables(Closing):
    """Tables of the kernel; the first reading has the connections that are open."""

    def __init__(self, profile: Profile) -> None:
        self._ports = {
            name: split_host_port(dependency.listen)[1]
            for name, dependency in profile.dependencies.items()
        }
        self._watch = SocketWatch()
        self._clients: dict[int, set[int]] | None = None

    def are_here(self) -> bool:
        """Return whether all proxies listen on this machine."""
        ports = map(read_port, self._ports.values())
        return all(port is not None and port.listening for port in ports)

    def received(self) -> tuple[str, ...]:
        """Return the dependencies with a new connection, or bytes on one that was kept."""
        before, self._clients = self._clients, clients_of(self._ports.values())
        traffic = {name: self._watch.end(name) for name in self._ports}
        for name, port in self._ports.items():
            self._watch.begin(name, port)
        if before is None:
            now = {name: read_port(port) for name, port in self._ports.items()}
            return tuple(name for name, port in now.items() if port is not None and port.flows)
        return tuple(
            name
            for name, port in self._ports.items()
            if self._clients[port] - before[port] or ((one := traffic[name]) and one.received)
        )

    def close(self) -> None:
        self._watch.close()
