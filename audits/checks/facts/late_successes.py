"""Journeys of a surge that succeeded only because the surge ended.

A load that is too short can only flatter a service: users who wait in a queue, or who retry,
succeed once the load is over. In a longer surge of the same height, they would have failed.
"""

from collections.abc import Sequence

from epreuve.audits.checks.facts.attempts import judged, too_few
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.surge import SurgeStage
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import Text
from epreuve.reports.translation import Seconds

MOST_LATE = 0.1  # share of journeys that may succeed long after the load has ended [A]
CALM, MARGIN = 2.0, 2.0  # times the journey in calm, and seconds, that are not long [A]


@fact
def short_surge(plan: Plan, attempts: list[Attempt], surge_stage: SurgeStage) -> Text | None:
    """Reason why the surge was too short to judge the service; None where it was not."""
    window = surge_stage[1]
    if not judged(attempts, window):
        raise too_few(window, 0)
    return short_load(plan, attempts, window)


def short_load(plan: Plan, attempts: Sequence[Attempt], window: Window) -> Text | None:
    """Return why the load of a window was too short; None where it was long enough."""
    users = judged(attempts, window)
    late = sum(_is_late(plan, attempt, window) for attempt in users)
    if late <= MOST_LATE * len(users):
        return None
    return translate(
        "{late} of {n} journeys of “{window}” succeeded only after its load had ended: {time} of "
        "load are too short to judge this service.",
        late=late,
        n=len(users),
        window=window.title,
        time=Seconds(window.closes - window.start, 0),
    )


def require_long_load(short: Text | None, points: float = 100.0) -> None:
    """Raise NoEvidence for a load that is too short, where more than no points were reached."""
    if short is not None and points > 0:
        raise NoEvidence(short, translate("Use a smaller scale."))


def _is_late(plan: Plan, attempt: Attempt, window: Window) -> bool:
    usual = CALM * plan.calibration.longest_journey(attempt.cohort) + MARGIN
    return attempt.outcome == "success" and attempt.ended > window.closes + usual
