"""One socket of a connection."""

from __future__ import annotations

import asyncio
from typing import Protocol, cast

from epreuve.faults.embedded.link import Direction

BUFFER = 256 * 1024  # bytes; the 64 KiB of asyncio cost a third of bulk speed.


class SideOwner(Protocol):
    """The part of a connection that a side uses."""

    def socket_opened(self, side: Side) -> None:
        """Handle the opening of the socket."""

    def peer_ended(self, side: Side) -> None:
        """Handle the end of the peer's stream."""

    def socket_lost(self, side: Side) -> None:
        """Handle the loss of the socket."""


class Side(asyncio.Protocol):
    """The source of one link and the destination of the other."""

    __slots__ = ("connection", "lost", "sink", "source", "transport")

    source: Direction
    sink: Direction

    def __init__(self, connection: SideOwner) -> None:
        self.connection = connection
        self.transport: asyncio.Transport | None = None
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        # A cast, not isinstance: uvloop's transports do not inherit from asyncio's.
        self.transport = cast(asyncio.Transport, transport)
        self.transport.set_write_buffer_limits(high=BUFFER)
        self.connection.socket_opened(self)

    def data_received(self, data: bytes) -> None:
        """Pass on bytes of the peer."""
        self.source.receive(data)

    def eof_received(self) -> bool:
        """Pass on the end; the other direction stays open."""
        self.source.end()
        self.connection.peer_ended(self)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Notify the connection."""
        self.lost = True
        self.connection.socket_lost(self)

    def pause_writing(self) -> None:
        """Pause the source whose bytes this peer does not accept."""
        self.sink.block()

    def resume_writing(self) -> None:
        """Undo `pause_writing`."""
        self.sink.unblock()
