"""Exit of a run whose engine or load process failed, or was too slow on this machine."""

from epreuve.audits.errors import HarnessFailed, NotMeasurable
from epreuve.audits.execution.translation import translate
from epreuve.audits.messages.texts import error_text, message_text
from epreuve.faults.errors import FaultError, LeaseEnded, ToxiproxyLate
from epreuve.faults.message import Message
from epreuve.faults.toxiproxy.client import PATIENCE
from epreuve.reports.text import Text
from epreuve.reports.translation import Duration


def engine_failure(error: FaultError) -> NotMeasurable:
    """Return the error of a run: a server that lives and stays late is a test bench too weak."""
    if isinstance(error, ToxiproxyLate):
        return _too_weak(
            translate(
                "{error}. A second request had no response within {time}. The Toxiproxy server "
                "still runs",
                error=error_text(error),
                time=Duration(PATIENCE),
            )
        )
    text = error_text(error)
    return _too_weak(text) if isinstance(error, LeaseEnded) else HarnessFailed(text)


def load_failure(reason: Message | None) -> NotMeasurable:
    """Return the error of a run whose load was not ready in time; without a reason, it is slow."""
    if reason is not None:
        return HarnessFailed(message_text(reason))
    return _too_weak(
        translate("the load processes, or those of the workers, were not ready in time")
    )


def _too_weak(reason: Text) -> NotMeasurable:
    return NotMeasurable(
        translate(
            "the test bench is too weak: {reason}; use a machine with more cores, or stop other "
            "programs",
            reason=reason,
        )
    )
