"""Journeys of a surge that succeeded only because the surge ended."""

from collections.abc import Sequence

from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.translation import Seconds

MOST_LATE = 0.1  # share of journeys that may succeed long after the load has ended [A]
CALM, MARGIN = 2.0, 2.0  # times the journey in calm, and seconds, that are not long [A]


def require_long_load(plan: Plan, attempts: Sequence[Attempt], window: Window) -> None:
    """Raise NoEvidence where a load was too short to show whether the service holds it.

    Users who wait in a queue, or who retry, then succeed once the load is over. In a longer surge
    of the same height, they would have failed.
    """
    users = judged(attempts, window)
    late = sum(_is_late(plan, attempt, window) for attempt in users)
    if late > MOST_LATE * len(users):
        raise NoEvidence(
            translate(
                "{late} of {n} journeys of “{window}” succeeded only after its load had ended: "
                "{time} of load are too short to judge this service.",
                late=late,
                n=len(users),
                window=window.title,
                time=Seconds(window.closes - window.start, 0),
            ),
            translate("Use a smaller scale."),
        )


def _is_late(plan: Plan, attempt: Attempt, window: Window) -> bool:
    usual = CALM * plan.calibration.longest_journey(attempt.cohort) + MARGIN
    return attempt.outcome == "success" and attempt.ended > window.closes + usual
