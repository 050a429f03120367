"""A fault: connections are reset when a request arrives."""

from typing import ClassVar, Literal

from epreuve.faults.fault import UPSTREAM, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import Toxic
from epreuve.faults.units import Delay, milliseconds


class Resetting(Fault, frozen=True):
    """Each connection is reset `after` seconds from the first byte of a request.

    Stands for: a third party that crashes on each request, a load balancer without backends.
    Simulated by `reset_peer` on the stream of requests: the connection opens, the request is lost,
    both ends receive a RST. Not faithful: on a real Toxiproxy, connections that were open before
    end by FIN.
    """

    label: ClassVar[Label] = Label("resetting connections")
    mark: ClassVar[str] = "╱"

    kind: Literal["resetting"] = "resetting"
    after: Delay = 0.0
    """Time from the first byte of a request to the reset: `100 ms`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Reset on the first byte of a request."""
        return (self.toxic("reset_peer", UPSTREAM, {"timeout": milliseconds(self.after)}),)

    def describe(self) -> Message:
        """Return what happens to the connections."""
        return message("connections reset")
