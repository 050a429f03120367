"""Exit of a run whose engine or load process failed, or was too slow on this machine."""

from epreuve.audits.errors import HarnessFailed, NotMeasurable
from epreuve.faults.errors import FaultError, LeaseEnded, ToxiproxyLate
from epreuve.faults.toxiproxy.client import PATIENCE

REMEDY = "use a machine with more cores, or stop other programs"


def engine_failure(error: FaultError) -> NotMeasurable:
    """Return the error of a run: a server that lives and stays late is a test bench too weak."""
    if isinstance(error, ToxiproxyLate):
        return _too_weak(
            f"{error}, nor in {PATIENCE:.0f} s when asked again, although the Toxiproxy server runs"
        )
    return _too_weak(str(error)) if isinstance(error, LeaseEnded) else HarnessFailed(str(error))


def load_failure(reason: str | None) -> NotMeasurable:
    """Return the error of a run whose load was not ready in time; without a reason, it is slow."""
    if reason is not None:
        return HarnessFailed(reason)
    return _too_weak("the load processes, or those of the workers, were not ready in time")


def _too_weak(reason: str) -> NotMeasurable:
    return NotMeasurable(f"the test bench is too weak: {reason}; {REMEDY}")
