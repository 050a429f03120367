"""Controls of a journey's `verify`: a receipt just made, and others that were never given."""

import random
import re
import string
import time
import uuid
from collections.abc import Sequence
from dataclasses import replace

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Steps
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.verdict import captured_value
from epreuve.probes.pages.missing_page import missing_page
from epreuve.probes.pages.receipt import TRIES, RunSteps
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.receipt_state import may_change
from epreuve.probes.pages.submission import Submission, asks_to_log_in

APPEARS_WITHIN = 10.0  # seconds that a submission may take to appear [A]
EVERY = 0.5  # seconds between two readings
STEP_LIMIT = 30.0  # seconds
NEVER_SENT = 500_000_000  # added to the number of a user: a user who never sent a request
_SHORT = 7  # digits: a shorter number without a leading zero is a counter
_NO_EVIDENCE = (401, 407, 408, 425, 429, 502, 503, 504)  # nothing about the submission
NEGATIVES = 3  # receipts never given: where their pages differ, the text proves nothing [A]


def receipt_controls(
    journey: Journey,
    citizen: Citizen,
    run: RunSteps,
    receipt: str = "",
    *,
    limit: float = STEP_LIMIT,
    appears_within: float = APPEARS_WITHIN,
) -> ReceiptControl:
    """Return the controls of a journey that has `verify`.

    `receipt` is one that this user just got; without it, the journey is done first. `run` runs
    steps in a fresh session, `limit` is in seconds per step. A submission may take
    `appears_within` seconds to appear.
    """
    stranger = replace(citizen, number=citizen.number + NEVER_SENT)
    form_values = _form_values(journey, stranger, run, limit)
    if not receipt:
        result = run(journey.steps, {}, citizen, limit)
        receipt = result.captured.get(journey.acknowledged_by or "", "")
        if result.outcome != "success" or not receipt:
            reason = f"the journey did not give a receipt: {result.step}: {_cause(result)}"
            return ReceiptControl(
                positive=False, negative=False, reason=reason, form_values=form_values
            )
    if receipt in form_values:
        reason = f"the receipt {receipt} is on the form before anything is sent"
        return ReceiptControl(
            positive=False, negative=False, reason=reason, form_values=form_values
        )
    submission = Submission(journey, receipt, citizen)
    control = _controls(submission, run, limit, appears_within)
    return control.model_copy(update={"form_values": form_values})


def never_given(receipt: str, seed: int = 0) -> str:
    """Return a receipt of the same shape that the service never gave: far away, same classes.

    Only the last number or code of it changes: a prefix such as `VOIRIE-2026-` stays.
    """
    draw = random.Random(f"never given:{seed}:{receipt}")
    if unique := re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", receipt, re.IGNORECASE):
        other = str(uuid.UUID(int=draw.getrandbits(128), version=4))
        other = other.upper() if unique[0].isupper() else other
        return receipt[: unique.start()] + other + receipt[unique.end() :]
    words = list(re.finditer(r"[^\W_]+", receipt))
    with_digit = [word for word in words if re.search(r"\d", word[0])]
    if not words:
        return receipt + str(draw.randrange(10**8))
    word = (with_digit or words)[-1]
    return receipt[: word.start()] + _other_word(word[0], draw) + receipt[word.end() :]


def _other_word(word: str, draw: random.Random) -> str:
    if word.isdecimal() and len(word) < _SHORT and not word.startswith("0"):
        return str(900_000_000 + draw.randrange(10**8))  # fits 32 bits; no counter is there
    while (other := "".join(_other_character(letter, word, draw) for letter in word)) == word:
        pass
    return other


def _other_character(letter: str, word: str, draw: random.Random) -> str:
    if letter.isdecimal():
        return draw.choice("123456789" if letter != "0" else "0123456789")
    hexadecimal = all(each in string.hexdigits for each in word)
    letters = "abcdef" if hexadecimal else string.ascii_lowercase
    chosen = draw.choice(letters)
    return chosen.upper() if letter.isupper() else chosen


def _form_values(
    journey: Journey, citizen: Citizen, run: RunSteps, limit: float
) -> tuple[str, ...]:
    """Return the values of the receipt's pattern on the pages of a user who never sent anything."""
    name = journey.acknowledged_by
    patterns = [step.capture[name] for step in journey.steps if name in step.capture]
    pages: Steps = ()
    for step in journey.steps:
        if step.get is None or name in step.capture:
            break
        pages += (step,)
    responses = run(pages, {}, citizen, limit).responses if pages else ()
    values = [captured_value(pattern, page) for pattern in patterns for page in responses]
    return tuple(dict.fromkeys(value for value in values if value))


def _controls(
    submission: Submission, run: RunSteps, limit: float, appears_within: float
) -> ReceiptControl:
    made = _read_until_success(submission, run, limit, appears_within)
    if made.outcome != "success":
        reason = f"`verify` fails for a receipt just made: {made.step}: {_cause(made)}"
        return ReceiptControl(positive=False, negative=False, reason=reason)
    pages = [_read_never_sent(submission, number, run, limit) for number in range(NEGATIVES)]
    if any(result.outcome == "success" for _, result in pages):
        reason = "`verify` succeeds for a receipt that was never given: it proves nothing"
        return ReceiptControl(positive=True, negative=False, reason=reason)
    page = made.responses[-1]
    answers = [(other, result.responses[-1]) for other, result in pages if result.responses]
    shown = submission.shown(page)
    for other, answer in answers:
        shown -= other.shown(answer)  # the page repeats the receipt of the request
    control = ReceiptControl(
        positive=True, negative=True, reason="", address=submission.address(page.target),
        shown=tuple(sorted(shown)), missing_status=answers[0][1].status if answers else None,
    )  # fmt: skip
    if len(answers) < NEGATIVES or not _is_model(page, [answer for _, answer in answers]):
        return control
    addresses = {other.address(answer.target) for other, answer in answers}
    if len(addresses) > 1 or (answers[0][1].status >= 500 and not _reads(submission, run, limit)):
        return control
    # Where nothing own tells them apart, an answer like the page of a stored submission is none.
    text = missing_page([other.words(answer) for other, answer in answers], submission.words(page))
    address = addresses.pop() if text else ""
    return control.model_copy(update={"missing_address": address, "missing_page": text})


def _is_model(page: HttpResponse, answers: Sequence[HttpResponse]) -> bool:
    """Return whether the answers to receipts never given can be those to a lost one."""
    statuses = {answer.status for answer in answers}
    login = any(map(asks_to_log_in, answers)) and not asks_to_log_in(page)
    return len(statuses) == 1 and statuses.isdisjoint(_NO_EVIDENCE) and not login


def _reads(submission: Submission, run: RunSteps, limit: float) -> bool:
    """Return whether the receipt just made can be read: the service itself does not fail."""
    result = run(submission.journey.verify, submission.captured, submission.citizen, limit)
    return result.outcome == "success"


def _read_never_sent(
    submission: Submission, number: int, run: RunSteps, limit: float
) -> tuple[Submission, SessionResult]:
    """Read a receipt never given, again while the answer may be a moment's failure."""
    other = _never_sent(submission, number)
    result = run(submission.journey.verify, other.captured, other.citizen, limit)
    for _ in range(TRIES - 1):
        if not may_change(result):
            break
        result = run(submission.journey.verify, other.captured, other.citizen, limit)
    return other, result


def _never_sent(submission: Submission, number: int) -> Submission:
    """Return a submission with another receipt, or of another user where `verify` needs none."""
    if any(submission.asks_for_receipt(step) for step in submission.journey.verify):
        return replace(submission, receipt=never_given(submission.receipt, number))
    citizen = replace(submission.citizen, number=submission.citizen.number + NEVER_SENT + number)
    return replace(submission, receipt=never_given(submission.receipt, number), citizen=citizen)


def _read_until_success(
    submission: Submission, run: RunSteps, limit: float, within: float
) -> SessionResult:
    """Return the first success within the time that a submission may take to appear."""
    end = time.monotonic() + within
    while True:
        result = run(submission.journey.verify, submission.captured, submission.citizen, limit)
        if result.outcome == "success" or time.monotonic() > end:
            return result
        time.sleep(EVERY)


def _cause(result: SessionResult) -> str:
    return result.detail or result.outcome
