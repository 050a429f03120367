"""Meaning of each exit code, for the logs of pipelines and the documentation."""

from epreuve.audits.errors import (
    EXIT_HARNESS,
    EXIT_MET,
    EXIT_MISUSE,
    EXIT_NOT_MEASURED,
    EXIT_NOT_MET,
    EXIT_REGRESSION,
    EXIT_STOPPED,
)
from epreuve.audits.gates.translation import translate
from epreuve.reports.text import Text


def exit_codes() -> dict[int, Text]:
    """Return the meaning of each exit code, in order."""
    return {
        EXIT_MET: translate("the gate is met"),
        EXIT_NOT_MET: translate("below a threshold"),
        EXIT_MISUSE: translate("misuse: a file or an option is wrong; nothing was contacted"),
        EXIT_NOT_MEASURED: translate(
            "not measurable: service unreachable, bench too weak, too little evidence, interrupted"
        ),
        EXIT_REGRESSION: translate("worse than the baseline"),
        EXIT_STOPPED: translate("stopped for safety"),
        EXIT_HARNESS: translate("the harness or its Toxiproxy server failed"),
    }
