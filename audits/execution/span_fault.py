"""The fault that a span of the plan puts on its link."""

from epreuve.audits.crises.network import Network, networks
from epreuve.audits.planning.plan import Span
from epreuve.faults.erring import Erring
from epreuve.faults.fault import Fault
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.refused import Refused
from epreuve.faults.silence import Silence
from epreuve.faults.slow import Slow
from epreuve.faults.slow_link import SlowLink


def fault_of(span: Span, seed: int = 0) -> Fault:
    """What it suffers, with its figures; `seed` decides when a lossy link stalls."""
    suffers = span.suffers
    if suffers.network is not None:
        return _link(networks()[suffers.network], seed)
    match suffers.kind:
        case "slow":
            return Slow(suffers.latency)
        case "erring":
            return Erring(suffers.status)
        case "refused":
            return Refused()
        case _:
            return Silence()


def _link(network: Network, seed: int) -> Fault:
    link = SlowLink(network.latency, network.jitter, network.down, network.up)
    stalls = network.stalls
    return link if stalls is None else LossyLink(link, stalls.every, stalls.lasts, seed)
