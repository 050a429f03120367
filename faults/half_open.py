"""A fault: half-open connections, closed at one end only."""

from typing import ClassVar, Literal

from epreuve.faults.fault import LONG, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic


class HalfOpen(Fault, frozen=True):
    """A connection that one end closes stays open at the other end while the fault lasts.

    Stands for: a NAT or a firewall that lost its table, clients that lose the network without
    closing; half-open connections accumulate and use up file descriptors. Simulated by an endless
    `slow_close` on both streams. Not faithful: the kernel of the link acknowledges what is sent
    into a half-open connection, so neither keepalive nor TCP_USER_TIMEOUT detects it.
    """

    label: ClassVar[Label] = Label("half-open")
    mark: ClassVar[str] = "▌"

    kind: Literal["half_open"] = "half_open"

    def toxics(self) -> tuple[Toxic, ...]:
        """Hold the ends of both streams."""
        return tuple(self.toxic("slow_close", stream, {"delay": LONG}) for stream in STREAMS)

    def describe(self) -> Message:
        """Return what the connections become."""
        return message("half-open connections")
