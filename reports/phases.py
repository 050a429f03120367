"""Names of the phases of a run, in order."""

from epreuve.reports.assessment import Phase
from epreuve.reports.text import Text
from epreuve.reports.translation import translate


def phase_names() -> dict[Phase, Text]:
    """Return the name of each phase, as inside a sentence."""
    return {
        "before": translate("before"),
        "during": translate("during"),
        "after": translate("after"),
    }


def phase_titles() -> dict[Phase, Text]:
    """Return the name of each phase, as a title."""
    return {
        phase: Text(fr=name.fr.capitalize(), en=name.en.capitalize())
        for phase, name in phase_names().items()
    }
