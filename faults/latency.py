"""A longer way: every byte takes more time, each way."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.fault import Fault, in_words
from epreuve.faults.state import STREAMS, Toxic


@dataclass(frozen=True)
class Latency(Fault):
    """`milliseconds` ± `jitter` more in each direction: a round trip takes twice as much more.

    Stands for: traffic rerouted far away after a cable is cut, a satellite hop, a third party
    that answers late. Rendered by `latency` on both streams. Not faithful: the opening of a
    connection is not delayed, so each new connection looks one round trip too fast.
    """

    milliseconds: int
    jitter: int = 0

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay both streams."""
        figures = {"latency": self.milliseconds, "jitter": self.jitter}
        return tuple(self.toxic("latency", stream, figures) for stream in STREAMS)

    def describe(self, language: str) -> str:
        """Say it."""
        more = f" ± {self.jitter}" if self.jitter else ""
        return in_words(
            language,
            f"{self.milliseconds}{more} ms de plus dans chaque sens",
            f"{self.milliseconds}{more} ms more each way",
        )
