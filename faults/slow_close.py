"""A fault: connections are closed late."""

from typing import ClassVar, Literal

from epreuve.faults.fault import Fault
from epreuve.faults.message import Duration, Label, Message, message
from epreuve.faults.toxic import STREAMS, Toxic
from epreuve.faults.units import Delay, milliseconds


class SlowClose(Fault, frozen=True):
    """Data passes; the end of a stream arrives `delay` seconds late, each way.

    Stands for: a middlebox that keeps connections too long, a peer too busy to close. Simulated by
    `slow_close` on both streams. Not faithful: both kernels see a running peer.
    """

    label: ClassVar[Label] = Label("slow to close")
    mark: ClassVar[str] = "▐"

    kind: Literal["slow_close"] = "slow_close"
    delay: Delay
    """Delay of the end of each stream: `2 s`, or seconds."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Hold the ends of both streams."""
        delays = {"delay": milliseconds(self.delay)}
        return tuple(self.toxic("slow_close", stream, delays) for stream in STREAMS)

    def describe(self) -> Message:
        """Return the delay."""
        return message("closes {delay} late", delay=Duration(self.delay))
