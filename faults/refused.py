"""The other end says no."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.fault import Fault, in_words


@dataclass(frozen=True)
class Refused(Fault):
    """Connections are refused at once, and those that are open are closed.

    Stands for: a third party whose process died on a living machine, a port that a firewall
    rejects. Rendered by a disabled proxy, which for new connections is the real thing.
    Not faithful: open connections are closed too, where a firewall would leave them in silence.
    """

    def disables(self) -> bool:
        """Always."""
        return True

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(language, "connexions refusées", "connections refused")
