"""The step of `verify` that reads the submission: its response says whether it exists."""

from collections.abc import Iterator

from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.pages.submission import Submission


def reading_place(submission: Submission) -> int:
    """Return the place of the step that reads the submission; the last one where none names it.

    It is the last step whose request has the receipt, that loads an address captured on such a
    page, or that expects a value of the submission or of its user. Steps after it, such as a
    log-out, say nothing.
    """
    verify = submission.journey.verify
    expecting = [place for place, step in enumerate(verify) if submission.expects_own(step)]
    return max((*_sending(submission), *expecting), default=len(verify) - 1)


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
