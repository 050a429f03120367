"""Number of submissions that a journey's `unique` counts. Pure functions."""

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.session import CONCLUSIVE, SessionResult
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import matches
from epreuve.probes.pages.submission import Submission


def counted(submission: Submission, result: SessionResult) -> int | None:
    """Return the number of submissions that the response to `unique` counts; None if it has none.

    Without `count`, a response as expected is one submission, and another page is none.
    """
    if not result.responses or result.outcome not in ("success", "wrong content", "http error"):
        return None
    page = result.responses[-1]
    if result.outcome == "http error":
        return 0 if page.status in CONCLUSIVE else None
    count = _last_step(submission, result).expect.count
    if count is None:
        return int(result.outcome == "success")
    return len(matches(count, page, Variables(submission.citizen, dict(result.captured))))


def shared_match(submission: Submission, result: SessionResult) -> str:
    """Return the only match of `count` that a second submission of this user would have too.

    A match counts once, and two submissions of a user differ in a number or a code only. Empty
    where the match has one, or where there are several.
    """
    if not result.responses or result.outcome not in ("success", "wrong content"):
        return ""
    count = _last_step(submission, result).expect.count
    if count is None:
        return ""
    variables = Variables(submission.citizen, dict(result.captured))
    texts = matches(count, result.responses[-1], variables)
    return "".join(texts) if len(texts) == 1 and not any(map(submission.numbers, texts)) else ""


def uniqueness(submission: Submission, result: SessionResult) -> bool | None:
    """Return whether a stored submission exists once; None when `unique` does not say it.

    A count of zero says that the list does not have it, not that it exists twice.
    """
    number = counted(submission, result)
    if number is None:
        return None
    count = _last_step(submission, result).expect.count
    if count is not None and number > max(count.at_most or 1, 1):
        return False
    if number and result.outcome == "success":
        return True
    if count is None and result.outcome == "wrong content":
        return False if _has_submission(submission, result.responses[-1]) else None
    return None


def _has_submission(submission: Submission, page: HttpResponse) -> bool:
    """Return whether a page shows a value that it can only have from the submission.

    A page may repeat what `unique` sends. A service that got a value of the user may name the user
    on each page.
    """
    sent = submission.sent_by(submission.journey.unique)
    shown = submission.shown(page) - sent
    knows_user = any(name.startswith("citizen.") for name in sent)
    return bool(shown & {"receipt"} if knows_user else shown)


def _last_step(submission: Submission, result: SessionResult) -> Step:
    """Return the step that gave the last response."""
    steps = submission.journey.unique
    return steps[min(len(result.responses), len(steps)) - 1]
