"""`latency`: each chunk leaves `latency` ± `jitter` after it was read, never out of order."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from epreuve.faults.embedded.toxics.stage import HoldingStage, Line, Sink
from epreuve.faults.embedded.toxics.toxic import ToxicSettings

# Toxiproxy draws below 2 × jitter in int64 nanoseconds, and crashes when that overflows.
MAX_JITTER = (2**63 - 1) // 2_000_000


class LatencyStage(HoldingStage["LatencyToxic"]):
    """Chunks in a queue with their due times: pipelined, so throughput is unchanged.

    due(n) = max(due(n-1), read(n) + latency + uniform(-jitter, jitter)); the end of the stream
    waits only for the data before it.
    """

    def __init__(self, toxic: LatencyToxic, link: Line, following: Sink) -> None:
        super().__init__(toxic, link, following)
        self.last_due = 0.0

    def feed(self, data: bytes, stamp: float) -> None:
        """Queue a chunk with its due time."""
        due = stamp
        if data:
            delay = self.toxic.latency
            if self.toxic.jitter > 0:
                delay += self.link.random.randrange(-self.toxic.jitter, self.toxic.jitter)
            due += delay / 1000
        self.last_due = due = max(due, self.last_due)
        if not self.held and due <= monotonic():
            self.next.feed(data, due)
            return
        self.hold(data, due)
        if self.timer is None:
            self.timer = self.link.at(due, self.release)

    def release(self) -> None:
        """Pass on the bytes that are due."""
        self.timer = None
        now = monotonic()
        while self.held and self.held[0][1] <= now:
            data, due = self.held.popleft()
            self.shrink(len(data))
            self.next.feed(data, due)
        if self.held and self.timer is None:
            self.timer = self.link.at(self.held[0][1], self.release)

    def update(self, toxic: LatencyToxic) -> None:
        """Release the waiting data, then apply the new values."""
        self.remove()
        self.last_due = 0.0
        super().update(toxic)


@dataclass(frozen=True)
class LatencyToxic(ToxicSettings):
    """Milliseconds; a negative latency delays nothing."""

    stage = LatencyStage
    latency: int = 0
    jitter: int = 0

    def refusal(self) -> str | None:
        """Refuse a jitter that overflows in Toxiproxy."""
        if self.jitter > MAX_JITTER:
            return f"jitter is {self.jitter} ms: use at most {MAX_JITTER}"
        return None
