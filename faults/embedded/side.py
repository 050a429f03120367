"""One socket of a connection."""

from __future__ import annotations

import asyncio
from typing import Protocol, cast

from epreuve.faults.embedded.link import Link

BUFFER = 256 * 1024  # bytes; asyncio's 64 KiB costs a third of bulk speed.


class Whole(Protocol):
    """What a side needs of its connection."""

    def made(self, side: Side) -> None:
        """Learn that the socket is there."""

    def heard_last(self, side: Side) -> None:
        """Learn that the peer will say no more."""

    def gone(self, side: Side) -> None:
        """Learn that the socket is no more."""


class Side(asyncio.Protocol):
    """The source of one link, the destination of the other."""

    __slots__ = ("connection", "lost", "sink", "source", "transport")

    source: Link
    sink: Link

    def __init__(self, connection: Whole) -> None:
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
        self.connection.heard_last(self)
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
