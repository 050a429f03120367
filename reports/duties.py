"""What each role does before, during and after a crisis, whatever the run has seen."""

from epreuve.reports.assessment import Phase
from epreuve.reports.roles import Role
from epreuve.reports.words import Words

Duties = tuple[tuple[Role, str], ...]  # who, and one line to tick


def duties(_: Words) -> dict[Phase, Duties]:
    """Return the lines of each phase in the order in which they are done; assumptions [A]."""
    return {"before": _before(_), "during": _during(_), "after": _after(_)}


def _before(_: Words) -> Duties:
    return (
        ("management", _("Name who decides to open the fallback, by day and by night, on paper.")),
        ("service", _("Choose the minimum service: what must be kept, and what can wait.")),
        (
            "desk",
            _("Print the forms, the lists and this kit; keep them where no network is needed."),
        ),
        (
            "communication",
            _("Have a light emergency page ready, with a telephone and a desk on it."),
        ),
        ("it", _("Rehearse the power cut and the restoration; note how long each took.")),
    )


def _during(_: Words) -> Duties:
    return (
        ("management", _("Open the log of the crisis: the time, the decision, who took it.")),
        (
            "it",
            _("Keep information and deposits alive first; cut what is heavy or waits for others."),
        ),
        (
            "service",
            _("Accept now, process later: no deadline runs against whoever could not file."),
        ),
        ("desk", _("Open the telephone line and the desk; give a numbered paper receipt.")),
        (
            "communication",
            _("Say what works, what does not, and where to go: on air, on paper too."),
        ),
    )


def _after(_: Words) -> Duties:
    return (
        ("it", _("Compare the receipts that were given with what is stored; look for duplicates.")),
        ("service", _("Enter the paper forms; call whoever lost a request, or filed it twice.")),
        ("desk", _("Write down what people asked, and what they could not do.")),
        ("communication", _("Say that the service is back, and what people should check.")),
        ("management", _("Within a month: review it, change the plan, play the crisis again.")),
    )
