"""A proxy: a listener, an upstream, toxics and open connections."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import asdict
from random import Random
from typing import Any

from epreuve.faults.addresses import join_host_port
from epreuve.faults.embedded import address
from epreuve.faults.embedded.connection import Connection
from epreuve.faults.embedded.connection_limit import ConnectionLimit
from epreuve.faults.embedded.errors import ApiError, cannot_listen
from epreuve.faults.embedded.flow import Traffic
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.link import Direction
from epreuve.faults.embedded.opening import NORMAL, SILENCE, SilentListener
from epreuve.faults.embedded.scheduler import Scheduler
from epreuve.faults.embedded.side import Side
from epreuve.faults.loopback import usable_source
from epreuve.faults.toxic import STREAMS

# Connections accepted in one turn of the loop. About five turns later a refused one has released
# its file descriptor: these must fit in the reserve of ConnectionLimit.
TURN = 32
QUEUE = 4096  # connections that the kernel keeps meanwhile


class Proxy:
    """`listen` is the real address once started: a port chosen by the kernel stays the same."""

    def __init__(
        self,
        name: str,
        listen: str,
        upstream: str,
        scheduler: Scheduler,
        seed: str,
        limit: ConnectionLimit,
    ) -> None:
        self.name = name
        self.listen = listen
        self.upstream = upstream
        self.enabled = False
        self.scheduler = scheduler
        self.seed = seed
        self.limit = limit
        self.traffic = Traffic()
        self.connections: set[Connection] = set()
        self.toxics: dict[str, list[InstalledToxic]] = {stream: [] for stream in STREAMS}
        self.opening = NORMAL
        self._silent: SilentListener | None = None
        self._socket: socket.socket | None = None
        self._server: asyncio.Server | None = None

    # Life cycle.

    async def start(self) -> None:
        """Listen. Starting again has no effect. Raises ApiError 500 if the address is refused."""
        if self.enabled:
            return
        await self._listen()
        self.enabled = True

    async def set_opening(self, mode: str) -> None:
        """Set how new connections are opened; open ones stay."""
        before, self.opening = self.opening, mode
        if self.enabled and before != mode:
            await self._stop_listening()
            await self._listen()

    async def _listen(self) -> None:
        try:
            host, port = await address.resolve(self.listen)
            if self.opening == SILENCE and port:
                self._silent = SilentListener(host, port)
                return
            listener = address.listen(host, port)
        except address.AddressError as error:
            raise cannot_listen(error) from None
        host, port = listener.getsockname()[:2]
        self.listen = join_host_port(host, port)
        self._socket = listener
        loop = self.scheduler.loop
        self._server = await loop.create_server(
            lambda: Connection(self).client, sock=listener, backlog=TURN
        )
        listener.listen(QUEUE)

    async def stop(self) -> None:
        """Refuse new connections, then close the open ones."""
        await self._stop_listening()
        self.enabled = False
        for connection in tuple(self.connections):
            connection.abort()

    async def _stop_listening(self) -> None:
        if self._silent is not None:
            self._silent.close()
            self._silent = None
        if self._socket is not None and self._server is not None:
            with contextlib.suppress(OSError):
                # uvloop closes later; after a shutdown the listener refuses at once.
                self._socket.shutdown(socket.SHUT_RDWR)
            self._server.close()
            self._socket = self._server = None
            await asyncio.sleep(0)

    async def update(self, listen: str, upstream: str, enabled: bool) -> None:
        """Change the addresses (which closes every connection) and the state."""
        try:
            moved = await address.resolve(listen) != await address.resolve(self.listen)
        except address.AddressError as error:
            raise cannot_listen(error) from None
        if moved or upstream != self.upstream:
            await self.stop()
            if moved:
                self.listen = listen
            self.upstream = upstream
        if enabled and not self.enabled:
            await self.start()
        elif not enabled and self.enabled:
            await self.stop()

    # Used by connections.

    def random(self, number: int, stream: str) -> Random:
        """Return the random source of a link: by seed, proxy, connection number and stream."""
        return Random(f"{self.seed}/{self.name}/{number}/{stream}")

    async def connect(self, side: Side, source: str) -> None:
        """Connect a side to the upstream, without delaying other connections.

        An upstream on this machine sees the client's own address, `source`, if it has one.
        """
        host, port = address.split(self.upstream)
        loop = self.scheduler.loop
        if source := usable_source(source, host):
            await address.connect_from(loop, source, (host, port), side)
        else:
            await loop.create_connection(lambda: side, host or "localhost", port)

    # Toxics.

    def installed(self) -> list[InstalledToxic]:
        """Return the toxics, upstream first, each stream in the order of its chain."""
        return [toxic for stream in STREAMS for toxic in self.toxics[stream]]

    def toxic(self, name: str) -> InstalledToxic | None:
        """Return the toxic of that name, or None."""
        return next((toxic for toxic in self.installed() if toxic.name == name), None)

    def add_toxic(self, toxic: InstalledToxic) -> None:
        """Add a toxic at the end of its stream's chain, on open connections too."""
        if self.toxic(toxic.name) is not None:
            raise ApiError(409, "toxic already exists")
        self.toxics[toxic.direction].append(toxic)
        for link in self._links(toxic.direction):
            link.add(toxic)

    def update_toxic(self, toxic: InstalledToxic) -> None:
        """Replace the toxic of the same name, on open connections too."""
        chain = self.toxics[toxic.direction]
        chain[[old.name for old in chain].index(toxic.name)] = toxic
        for link in self._links(toxic.direction):
            link.update(toxic)

    def remove_toxic(self, toxic: InstalledToxic) -> None:
        """Remove the toxic, on open connections too."""
        self.toxics[toxic.direction].remove(toxic)
        for link in self._links(toxic.direction):
            link.remove(toxic.name)

    def clear(self) -> None:
        """Remove every toxic."""
        for toxic in self.installed():
            self.remove_toxic(toxic)

    def _links(self, stream: str) -> list[Direction]:
        upstream = stream == "upstream"
        connections = tuple(self.connections)
        links = [connection.up if upstream else connection.down for connection in connections]
        return [link for link in links if link.destination is not None]

    def counters(self) -> dict[str, Any]:
        """Return the live counts: connections since the start, open now, bytes each way."""
        return {
            "opened": self.traffic.opened,
            "open": len(self.connections),
            "undialled": self.traffic.undialled,
            "forgotten": self.traffic.forgotten,
            "turned_away": self.traffic.turned_away,
            **{stream: asdict(flow) for stream, flow in self.traffic.flows.items()},
        }

    def document(self) -> dict[str, Any]:
        """Return the proxy as JSON data."""
        return {
            "name": self.name,
            "listen": self.listen,
            "upstream": self.upstream,
            "enabled": self.enabled,
            "toxics": [toxic.document() for toxic in self.installed()],
        }
