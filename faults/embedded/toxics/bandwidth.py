"""`bandwidth`: at most `rate` KB/s (1 KB = 1,000 bytes); 0 holds everything and loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from epreuve.faults.embedded.toxics.stage import HoldingStage, Line, Sink
from epreuve.faults.embedded.toxics.toxic import ToxicSettings

SLICE = 0.020  # seconds of line time sent at once: the longest gap a receiver sees.
IN_FLIGHT = 32 * 1024  # bytes held before the source is paused: one chunk of Toxiproxy.


class BandwidthStage(HoldingStage["BandwidthToxic"]):
    """A slice of n bytes leaves n / rate seconds after the line was last free.

    A late timer sends all that is due as one slice, so the mean rate is exact, and a server that
    is late does not become later by many small writes.
    """

    def __init__(self, toxic: BandwidthToxic, link: Line, following: Sink) -> None:
        super().__init__(toxic, link, following)
        self.free_at = 0.0
        self.planned = 0  # bytes of the next slice
        self.sent = 0  # bytes of the first chunk that have left
        self.set_rate(toxic)

    def set_rate(self, toxic: BandwidthToxic) -> None:
        """Set the rate in bytes per second, and the capacity that follows from it."""
        self.toxic = toxic
        self.bytes_per_second = toxic.rate * 1000
        self.slice = max(1, int(self.bytes_per_second * SLICE))
        self.capacity = min(max(IN_FLIGHT, self.slice), 1024 * 1024)

    def feed(self, data: bytes, stamp: float) -> None:
        """Queue a chunk; an end of stream passes if nothing is held."""
        if not data and not self.held:
            self.next.feed(data, stamp)
            return
        idle = not self.held
        self.hold(data, stamp)
        if idle:
            self.free_at = max(self.free_at, monotonic())
            self.plan()

    def plan(self) -> None:
        """Set the timer for the next slice."""
        if self.toxic.rate <= 0 or not self.held:
            return
        self.planned = min(len(self.held[0][0]) - self.sent, self.slice)
        self.free_at += self.planned / self.bytes_per_second
        self.timer = self.link.at(self.free_at, self.release)

    def release(self) -> None:
        """Pass on the bytes that are due, and the end of the stream if it is next."""
        self.timer = None
        late = max(0.0, monotonic() - self.free_at)
        data, stamp = self.take(self.planned + int(late * self.bytes_per_second))
        self.free_at += (len(data) - self.planned) / self.bytes_per_second
        self.shrink(len(data))
        self.next.feed(data, stamp)
        if len(self.held) == 1 and not self.held[0][0]:
            self.next.feed(*self.held.popleft())
        self.plan()

    def take(self, size: int) -> tuple[bytes, float]:
        """Return at most `size` held bytes, and when the last of them were read."""
        pieces: list[bytes] = []
        stamp = 0.0
        while size > 0 and self.held and self.held[0][0]:
            data, stamp = self.held[0]
            pieces.append(data[self.sent : self.sent + size])  # A slow line must not copy the rest.
            size -= len(pieces[-1])
            self.sent += len(pieces[-1])
            if self.sent == len(data):
                self.held.popleft()
                self.sent = 0
        return b"".join(pieces), stamp

    def remove(self) -> None:
        """Pass on everything held, now."""
        if self.sent:
            data, stamp = self.held.popleft()
            self.held.appendleft((data[self.sent :], stamp))
            self.sent = 0
        super().remove()

    def update(self, toxic: BandwidthToxic) -> None:
        """Send the held bytes at the new rate."""
        self.cancel()
        self.set_rate(toxic)
        self.shrink(0)
        self.free_at = monotonic()
        self.plan()


@dataclass(frozen=True)
class BandwidthToxic(ToxicSettings):
    """KB/s."""

    stage = BandwidthStage
    rate: int = 0

    def refusal(self) -> str | None:
        """Refuse a negative rate: it crashes Toxiproxy."""
        return f"rate is {self.rate} KB/s: use 0 (a stall) or more" if self.rate < 0 else None
