"""A third party that answers late."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.fault import DOWNSTREAM, Fault, in_words
from epreuve.faults.state import Toxic


@dataclass(frozen=True)
class Slow(Fault):
    """Each reply comes `milliseconds` late; requests arrive as before.

    Stands for: an overloaded dependency, the most common failure of all. Rendered by `latency` on
    the downstream. Not faithful: a reply in several exchanges pays at each of them; the dependency
    itself is at ease, so it never sheds load.
    """

    milliseconds: int

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay the replies."""
        return (self.toxic("latency", DOWNSTREAM, {"latency": self.milliseconds}),)

    def describe(self, language: str) -> str:
        """Say it."""
        return in_words(
            language,
            f"réponses {self.milliseconds} ms plus tard",
            f"replies {self.milliseconds} ms late",
        )
