"""The fault that a span of the plan puts on its link."""

from epreuve.audits.crises.network import Network, networks
from epreuve.audits.planning.plan import Span
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.fault import Fault
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.slow_link import SlowLink


def fault_of(span: Span, seed: int = 0) -> Fault:
    """What it suffers, with its figures; `seed` decides when a lossy link stalls."""
    suffers = span.suffers
    if suffers.network is not None:
        return _link(networks()[suffers.network], seed)
    match suffers.kind:
        case "slow":
            return Slow(delay=suffers.latency / 1000)
        case "erring":
            return ErrorResponse(status=suffers.status)
        case "refused":
            return Refused()
        case _:
            return Silent()


def _link(network: Network, seed: int) -> Fault:
    figures: dict[str, float | None] = {
        "latency": network.latency / 1000, "jitter": network.jitter / 1000,
        "down": network.down, "up": network.up,
    }  # fmt: skip
    stalls = network.stalls
    if stalls is None:
        return SlowLink.model_validate(figures)
    times = {"every": stalls.every, "lasts": stalls.lasts, "seed": seed}
    return LossyLink.model_validate({**figures, **times})
