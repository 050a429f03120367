"""A fault: the dependency answers late."""

from __future__ import annotations

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, Fault
from epreuve.faults.phrase import Phrase
from epreuve.faults.toxic import Toxic
from epreuve.faults.units import Delay, format_duration, milliseconds


class Slow(Fault, frozen=True):
    """Each reply arrives `delay` seconds late; requests arrive as before.

    Stands for: an overloaded dependency, the most common failure. Simulated by `latency` on the
    stream of replies. Not faithful: a reply in several exchanges is delayed at each of them; the
    dependency itself is not overloaded, so it never sheds load.
    """

    label: ClassVar[Phrase] = Phrase("lent", "slow")
    plural_label: ClassVar[Phrase] = Phrase("lents", "slow")
    mark: ClassVar[str] = "▒"

    kind: Literal["slow"] = "slow"
    delay: Delay = 10.0
    """Delay of each reply: `2 s`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay the replies."""
        return (self.toxic("latency", DOWNSTREAM, {"latency": milliseconds(self.delay)}),)

    def describe(self, language: str) -> str:
        """Return the delay."""
        delay = format_duration(self.delay, language)
        return Phrase(f"réponses en retard de {delay}", f"replies {delay} late").of(language)
