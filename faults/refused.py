"""A fault: connections are refused."""

from typing import ClassVar, Literal

from epreuve.faults.fault import Fault
from epreuve.faults.message import Label, Message, message


class Refused(Fault, frozen=True):
    """Connections are refused at once, and the open ones are closed.

    Stands for: a third party whose process ended on a running machine, a port that a firewall
    rejects. Simulated by a disabled proxy, which is exact for new connections.
    Not faithful: open connections are closed too, where a firewall would leave them silent.
    """

    label: ClassVar[Label] = Label("refusing")
    mark: ClassVar[str] = "▚"
    exclusive: ClassVar[bool] = True

    kind: Literal["refused"] = "refused"

    def disables(self) -> bool:
        """Return True."""
        return True

    def describe(self) -> Message:
        """Return what clients get."""
        return message("connections refused")
