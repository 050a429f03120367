"""The step of `verify` that reads the submission: its response says whether it exists."""

from collections.abc import Iterator

from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.pages.submission import Submission


def reading_place(submission: Submission) -> int:
    """Return the place of the step that reads the submission; the last one where none names it.

    It is the last step whose request has the receipt, or that loads an address captured on such a
    page. Steps after it, such as a log-out, say nothing. Where no request has the receipt, it is
    the last step that has or expects a value of the submission.
    """
    verify = submission.journey.verify
    expecting = (place for place, step in enumerate(verify) if submission.asks_for(step))
    places = [*_sending(submission)] or [*expecting]
    return places[-1] if places else len(verify) - 1


def _sending(submission: Submission) -> Iterator[int]:
    journey = submission.journey
    names = (
        journey.receipt_names if submission.sends_receipt(journey.verify) else journey.kept_names
    )
    led: set[str] = set()
    for place, step in enumerate(journey.verify):
        sent = set(step.placeholders_sent())
        if sent & names or (step.get is not None and sent & led):
            led |= step.capture.keys()
            yield place


def at_reading(submission: Submission, result: SessionResult) -> SessionResult:
    """Return the result of `verify` up to the step that reads the submission."""
    place = reading_place(submission)
    if result.succeeded <= place:
        return result
    label = submission.journey.verify[place].label
    return result._replace(
        outcome="success", step=label, detail="", responses=result.responses[: place + 1]
    )
