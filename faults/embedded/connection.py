"""A client and its upstream, joined by two links."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import Callable
from random import Random
from typing import Protocol, cast

from epreuve.faults.embedded.flow import Traffic
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.link import Link
from epreuve.faults.embedded.opening import Opening
from epreuve.faults.embedded.scheduler import Scheduler

BUFFER = 256 * 1024  # bytes; asyncio's 64 KiB costs a third of bulk speed.
_LINGER_ZERO = struct.pack("ii", 1, 0)


class Owner(Protocol):
    """What a connection needs of its proxy."""

    scheduler: Scheduler
    traffic: Traffic
    connections: set[Connection]
    toxics: dict[str, list[InstalledToxic]]
    opening: Opening

    def chance(self, number: int, stream: str) -> Random:
        """Return the seeded chance of one link."""
        raise NotImplementedError

    async def dial(self, side: Side) -> None:
        """Connect `side` to the upstream, or raise OSError."""


class Side(asyncio.Protocol):
    """One socket of a connection: the source of one link, the destination of the other."""

    __slots__ = ("connection", "lost", "sink", "source", "transport")

    source: Link
    sink: Link

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.transport: asyncio.Transport | None = None
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket."""
        # A cast, not isinstance: uvloop's transports are asyncio's by behaviour only.
        self.transport = cast(asyncio.Transport, transport)
        self.transport.set_write_buffer_limits(high=BUFFER)
        self.connection.made(self)

    def data_received(self, data: bytes) -> None:
        """Hand on what the peer sent."""
        self.source.receive(data)

    def eof_received(self) -> bool:
        """Hand on the end; the other direction stays open."""
        self.source.end()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the connection."""
        self.lost = True
        self.connection.gone(self)

    def pause_writing(self) -> None:
        """Stop the source whose bytes this peer does not take."""
        self.sink.block()

    def resume_writing(self) -> None:
        """Undo `pause_writing`."""
        self.sink.unblock()


class Connection:
    """Made at accept; dials, then opens its links; leaves its proxy when both sockets are gone."""

    __slots__ = (
        "client",
        "closing",
        "dialling",
        "down",
        "number",
        "owner",
        "resets",
        "scheduler",
        "server",
        "up",
        "whole",
    )

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.scheduler = owner.scheduler
        self.client = Side(self)
        self.server = Side(self)
        flows = owner.traffic.flows
        self.up = Link(self, "upstream", flows["upstream"])
        self.down = Link(self, "downstream", flows["downstream"])
        self.client.source = self.server.sink = self.up
        self.server.source = self.client.sink = self.down
        self.number = 0
        self.whole = False  # The next end of stream closes both directions.
        self.resets = 0  # Stages that make any close a RST.
        self.closing = False
        self.dialling: asyncio.Task[None] | None = None

    def chance(self, stream: str) -> Random:
        """Return the seeded chance of a link."""
        return self.owner.chance(self.number, stream)

    # Opening.

    def made(self, side: Side) -> None:
        """Dial when the client is there; join both when the upstream is."""
        if side is self.server:
            return
        owner = self.owner
        owner.traffic.opened += 1
        self.number = owner.traffic.opened
        owner.connections.add(self)
        if side.transport is not None:
            side.transport.pause_reading()  # uvloop may still deliver once: the link keeps it.
        self.dialling = self.scheduler.loop.create_task(self._dial())

    async def _dial(self) -> None:
        try:
            if self.owner.opening.delay:
                await asyncio.sleep(self.owner.opening.delay / 1000)
            await self.owner.dial(self.server)
        except (OSError, ValueError, OverflowError):  # Also a port or a name that cannot be.
            self.owner.traffic.undialled += 1
            self.close()
            return
        finally:
            self.dialling = None
        client, server = self.client.transport, self.server.transport
        if client is None or server is None or self.closing or self.client.lost:
            self.abort()
            return
        toxics = self.owner.toxics
        self.down.open(client, toxics["downstream"])
        self.up.open(server, toxics["upstream"])
        if self.up.blocks == 0 and not client.is_closing():
            client.resume_reading()

    # Flow control: a link pauses the socket it reads.

    def pause(self, link: Link) -> None:
        """Stop reading the source of `link`."""
        self._steer(link, "pause_reading")

    def resume(self, link: Link) -> None:
        """Read the source of `link` again."""
        if link.destination is not None:
            self._steer(link, "resume_reading")

    def _steer(self, link: Link, what: str) -> None:
        side = self.client if link is self.up else self.server
        transport = side.transport
        if transport is not None and not side.lost and not transport.is_closing():
            with contextlib.suppress(RuntimeError):  # Already so, or closed by its peer.
                getattr(transport, what)()

    # Closing.

    def delivered(self, link: Link) -> None:
        """Pass on the end of one direction; close when it is the last, or must end both."""
        if self.whole or (self.up.ended and self.down.ended):
            self.close()
            return
        transport = link.destination
        if transport is not None and not transport.is_closing():
            with contextlib.suppress(OSError, RuntimeError):
                transport.write_eof()

    def gone(self, side: Side) -> None:
        """Bury one socket: the other still gets what is on its way, then the end."""
        if self.client.lost and (self.server.lost or self.server.transport is None):
            self._bury()
        elif not self.closing:
            self.whole = True
            side.sink.close()
            side.source.end()

    def close(self) -> None:
        """Close both sockets once what was written is sent."""
        self._finish(lambda transport: transport.close())

    def abort(self) -> None:
        """Close both sockets now: FIN, or RST where unread bytes wait, as the kernel does."""
        self._finish(lambda transport: transport.abort())

    def reset(self) -> None:
        """Close both sockets now, by RST."""
        self.resets += 1
        self.abort()

    def half_open(self, gone: str) -> bool:
        """Lose a side by RST and never tell the other; False where it is not joined yet."""
        lost = self.client if gone == "client" else self.server
        if self.closing or lost.transport is None or self.server.transport is None:
            return False
        self.closing = True  # Whatever comes from now on goes nowhere.
        self.up.close()
        self.down.close()
        linger_zero(lost.transport)
        lost.transport.abort()
        return True

    def _finish(self, end: Callable[[asyncio.Transport], None]) -> None:
        self.closing = True
        self.up.close()
        self.down.close()
        if self.dialling is not None and self.dialling is not asyncio.current_task():
            self.dialling.cancel()
        for side in (self.client, self.server):
            if side.transport is not None and not side.lost:
                if self.resets > 0:
                    linger_zero(side.transport)
                    side.transport.abort()
                else:
                    end(side.transport)

    def _bury(self) -> None:
        self.closing = True
        self.up.close()
        self.down.close()
        if self.dialling is not None:
            self.dialling.cancel()
        self.owner.connections.discard(self)


def linger_zero(transport: asyncio.Transport) -> None:
    """Make the coming close of a socket a RST."""
    handle = transport.get_extra_info("socket")
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(handle.fileno())) as real:
        real.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
