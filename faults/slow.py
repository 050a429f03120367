"""A fault: the dependency answers late."""

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, Fault
from epreuve.faults.message import Duration, Label, Message, message
from epreuve.faults.toxic import Toxic
from epreuve.faults.units import Delay, milliseconds


class Slow(Fault, frozen=True):
    """Each reply arrives `delay` seconds late; requests arrive as before.

    Stands for: an overloaded dependency, the most common failure. Simulated by `latency` on the
    stream of replies. Not faithful: a reply in several exchanges is delayed at each of them; the
    dependency itself is not overloaded, so it never sheds load.
    """

    label: ClassVar[Label] = Label("slow")
    mark: ClassVar[str] = "▒"

    kind: Literal["slow"] = "slow"
    delay: Delay = 10.0
    """Delay of each reply: `2 s`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Delay the replies."""
        return (self.toxic("latency", DOWNSTREAM, {"latency": milliseconds(self.delay)}),)

    def describe(self) -> Message:
        """Return the delay."""
        return message("replies {delay} late", delay=Duration(self.delay))
