"""A client and its upstream, joined by two links."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import struct
from collections.abc import Callable
from random import Random
from time import monotonic
from typing import Protocol

from epreuve.faults.embedded.flow import Traffic
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.link import Link
from epreuve.faults.embedded.opening import Opening
from epreuve.faults.embedded.room import Room
from epreuve.faults.embedded.scheduler import Scheduler
from epreuve.faults.embedded.side import Side

# Seconds: what is alive answers well before a SYN is sent again (RFC 6298, 2.1). A client that left
# without a proxy between would have stopped asking, and the upstream would never hear of it.
UNANSWERED = 1.0
_LINGER_ZERO = struct.pack("ii", 1, 0)


class Owner(Protocol):
    """What a connection needs of its proxy."""

    scheduler: Scheduler
    traffic: Traffic
    connections: set[Connection]
    toxics: dict[str, list[InstalledToxic]]
    opening: Opening
    room: Room

    def chance(self, number: int, stream: str) -> Random:
        """Return the seeded chance of one link."""
        raise NotImplementedError

    async def dial(self, side: Side) -> None:
        """Connect `side` to the upstream, or raise OSError."""


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
        if not owner.room.enter(self):
            owner.traffic.turned_away += 1
            self.reset()
            return
        owner.traffic.opened += 1
        self.number = owner.traffic.opened
        owner.connections.add(self)
        self.dialling = self.scheduler.loop.create_task(self._dial())

    async def _dial(self) -> None:
        try:
            if self.owner.opening.delay:
                await asyncio.sleep(self.owner.opening.delay / 1000)
            await self.owner.dial(self.server)
        except (OSError, ValueError, OverflowError) as error:  # Also a port that cannot be.
            self._undialled(error)
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
        for link in (self.up, self.down):  # Much may have come before there was a way out.
            if link.blocks == 0:
                self.resume(link)

    def _undialled(self, error: Exception) -> None:
        """End with an upstream that cannot be reached, or because no file was left for it."""
        full = isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)
        self.owner.traffic.undialled += not full
        self.owner.traffic.turned_away += full
        if full or self.up.early:
            self.reset()  # As the kernel does where a request waits that nobody has read.
        else:
            self.close()

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

    def heard_last(self, side: Side) -> None:
        """Know that a side will say no more: if it is the client, it has most likely gone."""
        if side is self.client:
            self.owner.room.abandon(self)
            if self.dialling is not None:
                self.scheduler.at(monotonic() + UNANSWERED, self._undial)

    def _undial(self) -> None:
        """Give up an upstream that has not answered, for a client who has gone."""
        if self.dialling is not None:
            self.abort()

    def forget(self) -> None:
        """Close both sides: the client has gone, and the room is wanted."""
        self.owner.traffic.forgotten += 1
        self.abort()

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
            return
        self.heard_last(side)
        if not self.closing:
            self.whole = True
            side.sink.close()
            if side.source.ended:  # Its end was delivered before: no other will come.
                self.close()
            else:
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
        self.owner.room.leave(self)


def linger_zero(transport: asyncio.Transport) -> None:
    """Make the coming close of a socket a RST."""
    handle = transport.get_extra_info("socket")
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(handle.fileno())) as real:
        real.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
