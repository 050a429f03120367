"""One end has left, the other is not told."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.fault import LONG, Fault, in_words
from epreuve.faults.state import STREAMS, Toxic


@dataclass(frozen=True)
class HalfOpen(Fault):
    """Connections that one end closes stay open at the other for as long as this lasts.

    Stands for: a NAT or a firewall that forgot its table, clients that lose the network without a
    word; half-open connections pile up and eat descriptors. Rendered by an endless `slow_close` on
    both streams. Not faithful: what is sent into a half-open connection is acknowledged by the
    link's kernel, so neither keepalive nor TCP_USER_TIMEOUT finds it out.
    """

    def toxics(self) -> tuple[Toxic, ...]:
        """Hold the ends of both streams for ever."""
        return tuple(self.toxic("slow_close", stream, {"delay": LONG}) for stream in STREAMS)

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(language, "connexions à demi ouvertes", "half-open connections")
