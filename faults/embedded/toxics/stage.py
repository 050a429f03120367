"""Stages: the effect of one toxic on one link.

::

    receive ──▶ stage ──▶ stage ──▶ … ──▶ writer ──▶ destination
               feed(data, stamp)

Data arrives by `feed` with the time it was read; the stage passes it to `self.next`, now or later.
An empty chunk is the end of the stream; it stays in order, after the data.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from random import Random
from time import monotonic
from typing import Generic, Protocol, TypeVar

from epreuve.faults.embedded.scheduler import Timer
from epreuve.faults.embedded.toxics.toxic import ToxicSettings

T = TypeVar("T", bound=ToxicSettings)


class Sink(Protocol):
    """The next receiver of chunks."""

    def feed(self, data: bytes, stamp: float) -> None:
        """Accept `data`, read at `stamp`."""


class Line(Protocol):
    """The part of a link that a stage uses."""

    @property
    def random(self) -> Random:
        """Seeded random source of the link."""
        raise NotImplementedError

    def at(self, when: float, callback: Callable[[], None]) -> Timer:
        """Call back at a time of `time.monotonic`."""
        raise NotImplementedError

    def block(self) -> None:
        """Stop reading the source, until as many `unblock`."""

    def unblock(self) -> None:
        """Undo one `block`."""

    def close_on_end(self) -> None:
        """Make the next end of stream close the whole connection, not one direction."""

    def reset(self) -> None:
        """Close the connection by RST at both ends, now."""

    def reset_on_close(self, yes: bool) -> None:
        """Make any close of the connection a RST, or stop doing so."""


class Stage(Generic[T]):
    """A stage that passes everything; also used for a toxic that does not apply to the link."""

    timer: Timer | None = None

    def __init__(self, toxic: T, link: Line, following: Sink) -> None:
        self.toxic = toxic
        self.link = link
        self.next: Sink = following

    def feed(self, data: bytes, stamp: float) -> None:
        """Accept a chunk."""
        self.next.feed(data, stamp)

    def start(self) -> None:
        """Start, on an open or a new connection."""

    def update(self, toxic: T) -> None:
        """Apply other settings."""
        self.toxic = toxic

    def remove(self) -> None:
        """Release all held data at once: the toxic was removed from an open connection."""

    def stop(self) -> None:
        """Drop everything: the connection is closed."""
        self.cancel()

    def cancel(self) -> None:
        """Cancel the timer, if it runs."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def cut(self) -> None:
        """End the stream here; the whole connection closes once the end is delivered."""
        self.link.close_on_end()
        self.next.feed(b"", monotonic())


class TimedStage(Stage[T]):
    """A stage with a timer, which other settings restart."""

    def wait(self) -> None:
        """Start the timer."""
        raise NotImplementedError

    def update(self, toxic: T) -> None:
        """Apply other settings, and restart the timer if it runs."""
        super().update(toxic)
        if self.timer is not None:
            self.timer.cancel()
            self.wait()


class HoldingStage(Stage[T]):
    """A stage that holds chunks, and pauses the source when it holds too many bytes."""

    capacity = 32 * 1024 * 1024  # bytes; Toxiproxy's latency keeps 1,024 chunks of 32 KiB.

    def __init__(self, toxic: T, link: Line, following: Sink) -> None:
        super().__init__(toxic, link, following)
        self.held: deque[tuple[bytes, float]] = deque()
        self.size = 0
        self.blocking = False

    def hold(self, data: bytes, stamp: float) -> None:
        """Hold a chunk, after those already held."""
        self.held.append((data, stamp))
        self.size += len(data)
        if not self.blocking and self.size >= self.capacity:
            self.blocking = True
            self.link.block()

    def shrink(self, size: int) -> None:
        """Count `size` bytes as released."""
        self.size -= size
        if self.blocking and self.size <= self.capacity // 2:
            self.blocking = False
            self.link.unblock()

    def stop(self) -> None:
        """Cancel the timer and drop the held bytes."""
        self.cancel()
        self.held.clear()

    def remove(self) -> None:
        """Pass on everything held, now."""
        self.cancel()
        now = monotonic()
        while self.held:
            data, _ = self.held.popleft()
            self.next.feed(data, now)
        self.shrink(self.size)
