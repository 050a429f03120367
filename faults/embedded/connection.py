"""A connection: a client socket and an upstream socket, joined by two links."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import Callable
from random import Random
from time import monotonic
from typing import Protocol

from epreuve.faults.closing import reset_at_close
from epreuve.faults.embedded.connection_limit import ConnectionLimit
from epreuve.faults.embedded.flow import Traffic
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.link import Direction
from epreuve.faults.embedded.scheduler import Scheduler
from epreuve.faults.embedded.side import Side
from epreuve.faults.loopback import own_source

# Seconds: a running upstream responds well before a SYN is sent again (RFC 6298, 2.1). Without a
# proxy, a client that leaves stops its connection attempt, and the upstream never receives it.
NO_RESPONSE = 1.0


class Owner(Protocol):
    """The part of a proxy that a connection uses."""

    scheduler: Scheduler
    traffic: Traffic
    connections: set[Connection]
    toxics: dict[str, list[InstalledToxic]]
    limit: ConnectionLimit

    def random(self, number: int, stream: str) -> Random:
        """Return the seeded random source of one link."""
        raise NotImplementedError

    async def connect(self, side: Side, source: str) -> None:
        """Connect `side` to the upstream; raise OSError if that fails.

        `source` is the address of the client on the loopback network, if it has its own.
        """


class Connection:
    """Pair of sockets: made at accept, connected, then linked; removed when both are lost."""

    __slots__ = (
        "client",
        "close_on_end",
        "closing",
        "connecting",
        "down",
        "number",
        "owner",
        "resets",
        "scheduler",
        "server",
        "up",
    )

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.scheduler = owner.scheduler
        self.client = Side(self)
        self.server = Side(self)
        flows = owner.traffic.flows
        self.up = Direction(self, "upstream", flows["upstream"])
        self.down = Direction(self, "downstream", flows["downstream"])
        self.client.source = self.server.sink = self.up
        self.server.source = self.client.sink = self.down
        self.number = 0
        self.close_on_end = False  # The next end of stream closes both directions.
        self.resets = 0  # Number of stages that make any close a RST.
        self.closing = False
        self.connecting: asyncio.Task[None] | None = None

    def random(self, stream: str) -> Random:
        """Return the seeded random source of a link."""
        return self.owner.random(self.number, stream)

    # Opening.

    def socket_opened(self, side: Side) -> None:
        """Connect to the upstream once the client socket is open."""
        if side is self.server:
            return
        owner = self.owner
        if not owner.limit.admit(self):
            owner.traffic.turned_away += 1
            self.reset()
            return
        owner.traffic.opened += 1
        self.number = owner.traffic.opened
        owner.connections.add(self)
        self.connecting = self.scheduler.loop.create_task(self._connect())

    async def _connect(self) -> None:
        try:
            await self.owner.connect(self.server, self._source())
        except (OSError, ValueError, OverflowError) as error:  # Also for an impossible port.
            self._connect_failed(error)
            return
        finally:
            self.connecting = None
        client, server = self.client.transport, self.server.transport
        if client is None or server is None or self.closing or self.client.lost:
            self.abort()
            return
        toxics = self.owner.toxics
        self.down.open(client, toxics["downstream"])
        self.up.open(server, toxics["upstream"])
        for link in (self.up, self.down):  # Much data may have arrived before.
            if link.blocks == 0:
                self.resume(link)

    def _source(self) -> str:
        client = self.client.transport
        name = client.get_extra_info("peername") if client is not None else None
        return own_source(name[0]) if name else ""

    def _connect_failed(self, error: Exception) -> None:
        """Close: the upstream cannot be reached, or no file descriptor was left."""
        full = isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
        self.owner.traffic.undialled += not full
        self.owner.traffic.turned_away += full
        if full or self.up.early:
            self.reset()  # As the kernel does when unread data waits.
        else:
            self.close()

    # Flow control: a link pauses the socket it reads.

    def pause(self, link: Direction) -> None:
        """Stop reading the source of `link`."""
        self._steer(link, "pause_reading")

    def resume(self, link: Direction) -> None:
        """Read the source of `link` again."""
        if link.destination is not None:
            self._steer(link, "resume_reading")

    def _steer(self, link: Direction, what: str) -> None:
        side = self.client if link is self.up else self.server
        transport = side.transport
        if transport is not None and not side.lost and not transport.is_closing():
            with contextlib.suppress(RuntimeError):  # Already in that state, or closed.
                getattr(transport, what)()

    # Closing.

    def peer_ended(self, side: Side) -> None:
        """Note the end of a side's stream; a client that ends has probably left."""
        if side is self.client:
            self.owner.limit.client_left(self)
            if self.connecting is not None:
                self.scheduler.at(monotonic() + NO_RESPONSE, self._stop_connecting)

    def _stop_connecting(self) -> None:
        """Close: the client has left and the upstream has not responded."""
        if self.connecting is not None:
            self.abort()

    def forget(self) -> None:
        """Close both sides: the client has left, and a new connection needs the space."""
        self.owner.traffic.forgotten += 1
        self.abort()

    def delivered(self, link: Direction) -> None:
        """Pass on the end of one direction; close at the last one, or if it must end both."""
        if self.close_on_end or (self.up.ended and self.down.ended):
            self.close()
            return
        transport = link.destination
        if transport is not None and not transport.is_closing():
            with contextlib.suppress(OSError, RuntimeError):
                transport.write_eof()

    def socket_lost(self, side: Side) -> None:
        """Handle the loss of one socket: flush the other, then close it."""
        if self.client.lost and (self.server.lost or self.server.transport is None):
            self._remove()
            return
        self.peer_ended(side)
        if not self.closing:
            self.close_on_end = True
            side.sink.close()
            if side.source.ended:  # Its end was delivered before; there will be no other.
                self.close()
            else:
                side.source.end()

    def close(self) -> None:
        """Close both sockets after sending the written bytes."""
        self._finish(lambda transport: transport.close())

    def abort(self) -> None:
        """Close both sockets now: FIN, or RST if unread bytes wait, as the kernel does."""
        self._finish(lambda transport: transport.abort())

    def reset(self) -> None:
        """Close both sockets now, by RST."""
        self.resets += 1
        self.abort()

    def _finish(self, end: Callable[[asyncio.Transport], None]) -> None:
        self.closing = True
        self.up.close()
        self.down.close()
        if self.connecting is not None and self.connecting is not asyncio.current_task():
            self.connecting.cancel()
        for side in (self.client, self.server):
            if side.transport is not None and not side.lost:
                if self.resets > 0:
                    linger_zero(side.transport)
                    side.transport.abort()
                else:
                    end(side.transport)

    def _remove(self) -> None:
        self.closing = True
        self.up.close()
        self.down.close()
        if self.connecting is not None:
            self.connecting.cancel()
        self.owner.connections.discard(self)
        self.owner.limit.release(self)


def linger_zero(transport: asyncio.Transport) -> None:
    """Make the next close of a socket a RST."""
    handle = transport.get_extra_info("socket")
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(handle.fileno())) as real:
        reset_at_close(real)
