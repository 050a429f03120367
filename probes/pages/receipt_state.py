"""State of a submission, judged from the response to its `verify` steps. Pure functions."""

from typing import NamedTuple
from urllib.parse import unquote

from epreuve.probes.evidence.reason import recorded
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.session import CONCLUSIVE, SessionResult
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.journeys.verdict import meets
from epreuve.probes.pages.missing_page import is_like
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptState
from epreuve.probes.pages.submission import Submission, asks_to_log_in

_TRY_LATER = (408, 425, 429)  # beside 5xx, the statuses of a service that is busy


class State(NamedTuple):
    """State of a submission, and why; empty for one that is stored."""

    state: ReceiptState
    reason: str = ""
    doubtful: bool = False
    """Whether a router may have responded: the page is unlike those that calm gave for a loss."""
    of_another: tuple[str, ...] = ()
    """Words of the page whose only user is another one; empty where that is no proof."""


def state_of(
    submission: Submission,
    result: SessionResult,
    control: ReceiptControl | None,
    *,
    cut_since: bool = False,
) -> State:
    """Return the state that the response to `verify` shows.

    `control` is that of the journey. Without one, only 404, 410 and `missing` show a loss.
    `cut_since`: whether the power was cut after the receipt was given.
    """
    if control is not None and not (control.positive and control.negative):
        return State("unread", control.reason)
    if not result.responses or result.outcome not in ("success", "wrong content", "http error"):
        return State("unread", f"{result.step}: {result.detail or result.outcome}")
    page = result.responses[-1]
    if is_found(submission, result, control):
        state = _passed(submission, page, control)
    else:
        state = _failed(submission, result, control)
    whole = state.state in ("stored", "lost")
    of_another = () if whole or not cut_since else _words_of_another(submission, page)
    if of_another:
        return State(
            "lost", recorded("the receipt leads to the submission of another user"),
            doubtful=True, of_another=of_another,
        )  # fmt: skip
    return state


def is_found(submission: Submission, result: SessionResult, control: ReceiptControl | None) -> bool:
    """Return whether `verify` found the submission.

    A list of the last requests may meet its expectation too, where it names the user. It is the
    response to a lost receipt where `missing:` describes it, or where redirects lead there, if it
    shows nothing that only the page of a submission has.
    """
    if result.outcome != "success" or not result.responses:
        return False
    page = result.responses[-1]
    if control is None or _own_content(submission, page, control) - {"receipt"}:
        return True
    return not (_is_led_away(submission, page, control) or says_missing(submission, page, result))


def _passed(submission: Submission, page: HttpResponse, control: ReceiptControl | None) -> State:
    expected = frozenset(control.shown) if control is not None else frozenset()
    absent = expected - submission.shown(page)
    if control is not None and control.proof == "nothing":
        return State("unread", recorded("the page shows nothing of its user, and not the receipt"))
    if not absent:
        return State("stored")
    names = ", ".join(f"{{{name}}}" for name in sorted(absent))
    if absent == expected:
        return State(
            "unread", recorded("`verify` succeeds, but the page does not show {names}", names=names)
        )
    if absent <= submission.sent_by(submission.journey.verify):
        return State("stored")  # the page only repeats less of the request
    return State("altered", recorded("the page no longer shows {names}", names=names))


def _failed(submission: Submission, result: SessionResult, control: ReceiptControl | None) -> State:
    page, step = result.responses[-1], _last_step(submission, result)
    if step is None:
        return State("unread", f"{result.step}: {result.detail}")
    own = _own_content(submission, page, control)
    # Opening hours may show the number 17: beside this page, it is no own content.
    bare = control if own <= {"receipt"} else None
    is_like = bare is not None and _is_like(submission, page, bare)
    # A service that is busy may lead all numbers to its list for a moment.
    is_led = bare is not None and _is_led_away(submission, page, bare)
    doubtful = is_led or (page.status in CONCLUSIVE and not is_like)
    if says_missing(submission, page, result):
        return State("lost", recorded("the response is what `missing` describes"), doubtful)
    if is_like:
        reason = recorded("the response is that to a receipt that was never given")
        return State("lost", reason, doubtful)
    address = submission.address(page.target)
    if is_led:
        reason = recorded(
            "it leads to {address}, as a receipt that was never given", address=address
        )
        return State("lost", reason, doubtful=True)
    before = next(iter(result.responses[-2:-1]), None)
    if not _is_expected(address, submission.requested(step, result.captured, before), control):
        reason = recorded("another page responds, {address}", address=address)
        return State("unread", f"{result.step}: {reason}")
    asks = step is submission.journey.verify[-1] or submission.asks_for(step)
    if page.status in CONCLUSIVE and asks:
        return State("lost", recorded("status {status}", status=str(page.status)), doubtful)
    if result.outcome == "http error" or asks_to_log_in(page):
        return State("unread", f"{result.step}: {result.detail}")
    if own:
        return State("altered", result.detail)
    reason = recorded(
        "{detail}; describe the response to a lost receipt in `missing:`", detail=result.detail
    )
    return State("unread", reason)


def _last_step(submission: Submission, result: SessionResult) -> Step | None:
    """Return the step that gave the last response; None when it had none."""
    steps = submission.journey.verify
    place = len(result.responses) - 1
    return steps[place] if place < len(steps) and steps[place].label == result.step else None


def says_missing(submission: Submission, page: HttpResponse, result: SessionResult) -> bool:
    """Return whether a page meets `missing:`, the response to a lost receipt in the profile."""
    missing = submission.journey.missing
    if missing is None:
        return False
    try:
        return meets(missing, page, Variables(submission.citizen, dict(result.captured)))
    except PlaceholderError:
        return False


def _words_of_another(submission: Submission, page: HttpResponse) -> tuple[str, ...]:
    """Return the words of the page of this receipt if it shows another user of the run, alone."""
    shows_none = submission.shown(page) <= {"receipt"}
    if not (200 <= page.status < 300 and submission.receipt in unquote(page.target) and shows_none):
        return ()
    return submission.words_of_its_user(page)


def _own_content(
    submission: Submission, page: HttpResponse, control: ReceiptControl | None
) -> frozenset[str]:
    """Return the own values on a page, without those that `verify` sends: it may repeat them.

    Without a control, the number may be on any page.
    """
    shown = submission.shown(page) - submission.sent_by(submission.journey.verify)
    return shown - {"receipt"} if control is None else shown & frozenset(control.shown)


def _is_like(submission: Submission, page: HttpResponse, control: ReceiptControl) -> bool:
    place = page.status, submission.address(page.target)
    words = submission.words(page)
    return any(
        place == (missing.status, missing.address) and is_like(missing.text, words)
        for missing in control.missing
        if not missing.text_varies
    )


def _is_led_away(submission: Submission, page: HttpResponse, control: ReceiptControl) -> bool:
    """Return whether a page is where redirects lead receipts never given; no log-in page."""
    place = page.status, submission.address(page.target)
    return not asks_to_log_in(page) and any(
        missing.is_elsewhere and place == (missing.status, missing.address)
        for missing in control.missing
    )


def _is_expected(address: str, requested: str, control: ReceiptControl | None) -> bool:
    """Return whether a page is at the address of the submission, after redirects."""
    return address == requested or (control is not None and address == control.address)


def may_change(result: SessionResult) -> bool:
    """Return whether a retry may get another response: none, a time-out, 5xx, busy."""
    if result.outcome not in ("success", "wrong content", "http error", "error"):
        return True
    if not result.responses:
        return False
    status = result.responses[-1].status
    return status >= 500 or status in _TRY_LATER
