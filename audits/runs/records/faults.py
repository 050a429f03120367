"""Records of faults: how each began, what passed its proxy, how it ended."""

from epreuve.faults.registry import AnyFault
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.evidence.observation import Record, record_kind


class LinkTraffic(Record):
    """One count of the traffic through one proxy while a fault was in force."""

    opened: int
    """New connections from clients."""
    bytes_from_clients: int
    """Bytes that clients sent."""
    bytes_to_clients: int
    """Bytes that clients received."""


class FaultEvent(Record):
    """Base class of the records of a fault; the subject is the proxy's name."""


@record_kind("fault begin")
class FaultBegin(FaultEvent):
    """Start of a fault on one proxy."""

    fault: AnyFault
    """The fault, as in the plan."""
    confirmed: Confirmation | None
    """State of the proxy as read back from its server; null where the fault changes nothing."""
    duration: float
    """Seconds to apply and confirm it."""


@record_kind("fault heal")
class FaultHeal(FaultEvent):
    """End of a fault on one proxy."""

    server: LinkTraffic | None = None
    """Traffic counted by the proxy server; null where it does not count."""
    kernel: LinkTraffic | None = None
    """Traffic in the kernel's socket tables; a lower bound. Null where they cannot be read."""
    listening: bool | None = None
    """Whether the proxy's port was open when the kernel was last read; null without a reading."""
    error_responses: int | None = None
    """Error responses sent in place of the upstream; null for a fault that sends none."""
    duration: float
    """Seconds to remove it."""


@record_kind("fault not healed")
class FaultNotHealed(FaultEvent):
    """A fault that could not be removed at the end of the run."""

    error: str
    """Why."""
