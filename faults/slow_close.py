"""Goodbyes that come late."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.fault import Fault, in_words
from epreuve.faults.state import STREAMS, Toxic


@dataclass(frozen=True)
class SlowClose(Fault):
    """Data passes; the end of a stream arrives `milliseconds` late, each way.

    Stands for: a middlebox that keeps connections it should let go, a peer too busy to close.
    Rendered by `slow_close` on both streams. Not faithful: both kernels see a living peer.
    """

    milliseconds: int

    def toxics(self) -> tuple[Toxic, ...]:
        """Hold the ends of both streams."""
        figures = {"delay": self.milliseconds}
        return tuple(self.toxic("slow_close", stream, figures) for stream in STREAMS)

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(
            language,
            f"fermetures retardées de {self.milliseconds} ms",
            f"closes {self.milliseconds} ms late",
        )
