"""`timeout`: data is dropped; after `timeout` ms without a chunk, the connection closes."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from epreuve.faults.embedded.toxics.stage import Line, Sink, Stage
from epreuve.faults.embedded.toxics.toxic import ToxicSettings


class TimeoutStage(Stage["TimeoutToxic"]):
    """Data is dropped without back-pressure; the end of the stream passes."""

    def __init__(self, toxic: TimeoutToxic, link: Line, following: Sink) -> None:
        super().__init__(toxic, link, following)
        self.last = monotonic()

    def start(self) -> None:
        """Start the timer, even if nothing is sent."""
        self.cancel()
        self.last = monotonic()
        if self.toxic.timeout > 0:
            self.timer = self.link.at(self.last + self.toxic.timeout / 1000, self.check)

    def feed(self, data: bytes, stamp: float) -> None:
        """Drop data."""
        if data:
            self.last = monotonic()
        else:
            self.next.feed(data, stamp)

    def check(self) -> None:
        """Close, or wait again if a chunk arrived meanwhile: one timer for all chunks."""
        due = self.last + self.toxic.timeout / 1000
        if monotonic() >= due:
            self.cut()
        else:
            self.timer = self.link.at(due, self.check)

    def update(self, toxic: TimeoutToxic) -> None:
        """Restart the timer."""
        super().update(toxic)
        self.start()

    def remove(self) -> None:
        """Close: bytes were lost, the stream cannot continue."""
        self.cancel()
        self.cut()


@dataclass(frozen=True)
class TimeoutToxic(ToxicSettings):
    """Milliseconds; 0 or less never closes."""

    stage = TimeoutStage
    timeout: int = 0
