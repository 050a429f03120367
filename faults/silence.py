"""The other end is dead, and nobody says so."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.fault import LONG, Fault, in_words
from epreuve.faults.state import STREAMS, Toxic


@dataclass(frozen=True)
class Silence(Fault):
    """What is sent is lost, nothing comes back, no connection ends.

    Stands for: a dead host behind a living router, a third party whose data centre burns. Rendered
    by `timeout` 0 followed by `slow_close` on both streams: data gone, the service's side half
    open. Not faithful: the kernels still acknowledge, so keepalive and TCP_USER_TIMEOUT never fire
    and a service that relies on them looks worse than it is; new connections still open; healing
    closes every connection it was on, as a host that comes back would reset them.
    """

    def toxics(self) -> tuple[Toxic, ...]:
        """Swallow both streams, and hold their ends."""
        return tuple(
            toxic
            for stream in STREAMS
            for toxic in (
                self.toxic("timeout", stream, {"timeout": 0}),
                self.toxic("slow_close", stream, {"delay": LONG}),
            )
        )

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(language, "silence : plus aucune réponse", "silence: no answer any more")
