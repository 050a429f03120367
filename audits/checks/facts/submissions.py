"""Steps of journeys that store what users send."""

from collections.abc import Iterable

from epreuve.audits.checks.translation import translate
from epreuve.probes.journeys.journey import Journey
from epreuve.reports.text import Text


def submission_steps(journeys: Iterable[tuple[str, Journey]]) -> dict[str, str]:
    """Return the name of the step that stores, by journey; none for one without such a step."""
    parts = ((name, journey.around_submission()) for name, journey in journeys)
    return {name: part[1][0].label for name, part in parts if part is not None}


def unknown_submissions(journeys: Iterable[tuple[str, Journey]]) -> list[Text]:
    """Return a sentence for each journey whose receipt follows no POST."""
    return [
        translate(
            "Journey “{journey}”: no step up to its receipt is a POST, so the request that stores "
            "the submission is unknown.",
            journey=name,
        )
        for name, journey in journeys
        if journey.acknowledged_by is not None and journey.around_submission() is None
    ]
