"""Tasks of each role before, during and after a crisis, the same for every run."""

from epreuve.reports.assessment import Phase
from epreuve.reports.roles import Role
from epreuve.reports.words import Words

Duties = tuple[tuple[Role, str], ...]  # role and task


def duties(_: Words) -> dict[Phase, Duties]:
    """Return the tasks of each phase, in order. They are assumptions [A]."""
    return {"before": _before(_), "during": _during(_), "after": _after(_)}


def _before(_: Words) -> Duties:
    return (
        ("management", _("Write on paper who decides to open the fallback, by day and by night.")),
        ("service", _("Define the minimum service: what must work and what can wait.")),
        (
            "desk",
            _("Print the forms, the lists and this kit; keep the copies at hand."),
        ),
        (
            "communication",
            _("Prepare a light emergency page with a telephone number and the address of a desk."),
        ),
        ("it", _("Rehearse the power cut and the restoration; record the duration of each.")),
    )


def _during(_: Words) -> Duties:
    return (
        ("management", _("Open the crisis log: time, decision, name of the person who decided.")),
        (
            "it",
            _(
                "First keep information and submissions working; stop what is heavy or depends on "
                "third parties."
            ),
        ),
        (
            "service",
            _("Accept now, process later: suspend the deadlines of users who could not submit."),
        ),
        ("desk", _("Open the telephone line and the desk; give a numbered paper receipt.")),
        (
            "communication",
            _("Announce what works, what does not and where to go, also by radio and on paper."),
        ),
    )


def _after(_: Words) -> Duties:
    return (
        ("it", _("Compare the receipts given with the stored submissions; look for duplicates.")),
        (
            "service",
            _("Enter the paper forms; call the users whose submission was lost or stored twice."),
        ),
        ("desk", _("Record what people asked for and what they could not do.")),
        ("communication", _("Announce that the service is back and what users should check.")),
        (
            "management",
            _("Within a month: review the crisis, update the plan, run the test again."),
        ),
    )
