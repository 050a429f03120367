"""`reset_peer`: `timeout` ms after the first chunk, both ends receive a RST."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from epreuve.faults.embedded.toxics.stage import TimedStage
from epreuve.faults.embedded.toxics.toxic import ToxicSettings


class ResetStage(TimedStage["ResetToxic"]):
    """Stage that drops its data; a close of the connection meanwhile is a RST too."""

    def start(self) -> None:
        """Make any close of the connection a RST."""
        self.link.reset_on_close(True)

    def feed(self, data: bytes, stamp: float) -> None:
        """Drop the chunk; the first one starts the timer."""
        if self.timer is None:
            self.wait()

    def wait(self) -> None:
        """Start the timer."""
        self.timer = self.link.at(monotonic() + self.toxic.timeout / 1000, self.link.reset)

    def remove(self) -> None:
        """Keep the connection, unless bytes of it were already dropped."""
        if self.timer is not None:
            self.link.reset()
        else:
            self.link.reset_on_close(False)


@dataclass(frozen=True)
class ResetToxic(ToxicSettings):
    """Milliseconds."""

    stage = ResetStage
    timeout: int = 0
