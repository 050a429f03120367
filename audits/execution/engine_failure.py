"""Exit of a run whose engine failed."""

from epreuve.audits.errors import HarnessFailed, NotMeasurable
from epreuve.faults.errors import FaultError, ToxiproxyLate
from epreuve.faults.toxiproxy.client import PATIENCE


def engine_failure(error: FaultError) -> NotMeasurable:
    """Return the error of a run: a server that lives and stays late is a test bench too weak."""
    if isinstance(error, ToxiproxyLate):
        return NotMeasurable(
            f"the test bench is too weak: {error}, nor in {PATIENCE:.0f} s when asked again, "
            "although the Toxiproxy server runs; use a machine with more cores, or stop other "
            "programs"
        )
    return HarnessFailed(str(error))
