"""`slow_close`: data passes, the end of the stream is `delay` ms late."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from epreuve.faults.embedded.toxics.stage import TimedStage
from epreuve.faults.embedded.toxics.toxic import ToxicSettings


class SlowCloseStage(TimedStage["SlowCloseToxic"]):
    """Stage that holds only the end of the stream."""

    def feed(self, data: bytes, stamp: float) -> None:
        """Pass data; hold the end."""
        if data:
            self.next.feed(data, stamp)
        elif self.timer is None:
            self.wait()

    def wait(self) -> None:
        """Start the timer."""
        self.timer = self.link.at(monotonic() + self.toxic.delay / 1000, self.remove)

    def remove(self) -> None:
        """Release the end."""
        if self.timer is not None:
            self.cancel()
            self.next.feed(b"", monotonic())


@dataclass(frozen=True)
class SlowCloseToxic(ToxicSettings):
    """Milliseconds."""

    stage = SlowCloseStage
    delay: int = 0
