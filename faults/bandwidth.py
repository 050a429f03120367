"""A fault: low bandwidth."""

from typing import ClassVar, Literal

from epreuve.faults.fault import DOWNSTREAM, UPSTREAM, Fault
from epreuve.faults.message import Label, Message, message
from epreuve.faults.toxic import Toxic
from epreuve.faults.units import KilobytesPerSecond


class Bandwidth(Fault, frozen=True):
    """At most `down` KB/s towards the client and `up` KB/s from it (1 KB = 1,000 bytes).

    Stands for: a congested cell, a backup line. Simulated by `bandwidth` on both streams.
    Not faithful: the rate is per connection, not per link, so divide by the expected number of
    simultaneous connections; nothing is lost, so no sender slows down as on a full queue.
    """

    label: ClassVar[Label] = Label("at low bandwidth")
    mark: ClassVar[str] = "▂"

    kind: Literal["bandwidth"] = "bandwidth"
    down: KilobytesPerSecond
    """Rate towards the client: `15 KB/s`, or a number of KB/s."""
    up: KilobytesPerSecond
    """Rate from the client: `15 KB/s`, or a number of KB/s."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Limit both streams."""
        return (
            self.toxic("bandwidth", UPSTREAM, {"rate": self.up}),
            self.toxic("bandwidth", DOWNSTREAM, {"rate": self.down}),
        )

    def describe(self) -> Message:
        """Return the two rates."""
        return message("{down} KB/s down, {up} KB/s up", down=self.down, up=self.up)
