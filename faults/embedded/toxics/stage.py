"""What one toxic does on one link: the single interface of the family.

::

    receive ──▶ stage ──▶ stage ──▶ … ──▶ writer ──▶ destination
               feed(data, stamp)

Data comes in by `feed` with the time it was read; the stage hands it to `self.next`, now or later.
An empty chunk is the end of the stream and travels in order, after the data.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from random import Random
from time import monotonic
from typing import Generic, Protocol, TypeVar

from epreuve.faults.embedded.scheduler import Timer
from epreuve.faults.embedded.toxics.toxic import Toxic

T = TypeVar("T", bound=Toxic)


class Sink(Protocol):
    """Where a chunk goes next."""

    def feed(self, data: bytes, stamp: float) -> None:
        """Take `data`, read at `stamp`."""


class Line(Protocol):
    """What a stage may ask of the link it works on."""

    @property
    def random(self) -> Random:
        """The link's own seeded chance."""
        raise NotImplementedError

    def at(self, when: float, callback: Callable[[], None]) -> Timer:
        """Call back at a time of `time.monotonic`."""
        raise NotImplementedError

    def block(self) -> None:
        """Stop reading the source, until as many `unblock`."""

    def unblock(self) -> None:
        """Undo one `block`."""

    def whole(self) -> None:
        """Make the coming end of stream close the whole connection, not one direction."""

    def reset(self) -> None:
        """Close the connection by RST at both ends, now."""

    def reset_on_close(self, yes: bool) -> None:
        """Make any close of the connection a RST, or no longer."""


class Stage(Generic[T]):
    """A stage that lets everything through; also what a toxic is where chance spared the link."""

    def __init__(self, toxic: T, link: Line, following: Sink) -> None:
        self.toxic = toxic
        self.link = link
        self.next: Sink = following

    def feed(self, data: bytes, stamp: float) -> None:
        """Take a chunk."""
        self.next.feed(data, stamp)

    def start(self) -> None:
        """Begin to act, on an open or a new connection."""

    def update(self, toxic: T) -> None:
        """Go on with other settings."""
        self.toxic = toxic

    def remove(self) -> None:
        """Let go of all that is held, at once: the toxic is gone from an open connection."""

    def stop(self) -> None:
        """Forget everything: the connection is over."""

    def cut(self) -> None:
        """End the stream here; once its end is delivered the whole connection is closed."""
        self.link.whole()
        self.next.feed(b"", monotonic())


class HoldingStage(Stage[T]):
    """A stage that keeps chunks for later, and stops the source when it keeps too many bytes."""

    capacity = 32 * 1024 * 1024  # bytes; Toxiproxy's latency keeps 1,024 chunks of 32 KiB.

    def __init__(self, toxic: T, link: Line, following: Sink) -> None:
        super().__init__(toxic, link, following)
        self.held: deque[tuple[bytes, float]] = deque()
        self.size = 0
        self.blocking = False
        self.timer: Timer | None = None

    def hold(self, data: bytes, stamp: float) -> None:
        """Keep a chunk, after those already kept."""
        self.held.append((data, stamp))
        self.size += len(data)
        if not self.blocking and self.size >= self.capacity:
            self.blocking = True
            self.link.block()

    def shrink(self, size: int) -> None:
        """Count `size` bytes as gone."""
        self.size -= size
        if self.blocking and self.size <= self.capacity // 2:
            self.blocking = False
            self.link.unblock()

    def stop(self) -> None:
        """Cancel the timer and drop what is held."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        self.held.clear()

    def remove(self) -> None:
        """Hand on everything held, now."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        now = monotonic()
        while self.held:
            data, _ = self.held.popleft()
            self.next.feed(data, now)
        self.shrink(self.size)
