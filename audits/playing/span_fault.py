"""The fault that a span of the plan puts on its link."""

from epreuve.audits.library.network import networks
from epreuve.audits.planning.plan import Span
from epreuve.faults.fault import Fault
from epreuve.faults.silence import Silence
from epreuve.faults.slow import Slow
from epreuve.faults.slow_link import SlowLink


def fault_of(span: Span) -> Fault:
    """What it suffers, with its figures."""
    suffers = span.suffers
    if suffers.network is not None:
        link = networks()[suffers.network]
        return SlowLink(latency=link.latency, jitter=link.jitter, down=link.down, up=link.up)
    if suffers.kind == "slow":
        return Slow(suffers.latency)
    return Silence()
