"""The other end takes the question and drops the line."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.fault import UPSTREAM, Fault, in_words
from epreuve.faults.state import Toxic


@dataclass(frozen=True)
class Resetting(Fault):
    """Each exchange is reset `after` ms from its first byte.

    Stands for: a third party that crashes on each request, a balancer whose last backend is gone.
    Rendered by `reset_peer` on the stream of requests: the connection opens, the question is lost,
    both ends receive a RST. Not faithful: on a real Toxiproxy, connections that were open before
    end by FIN.
    """

    after: int = 0

    def toxics(self) -> tuple[Toxic, ...]:
        """Reset on the first byte of a request."""
        return (self.toxic("reset_peer", UPSTREAM, {"timeout": self.after}),)

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(language, "connexions rompues", "connections reset")
