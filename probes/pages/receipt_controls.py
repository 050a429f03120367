"""Controls of a journey's `verify`: a receipt just made, and others that were never given."""

import time
from collections.abc import Mapping
from contextlib import suppress

from epreuve.probes.evidence.reason import recorded
from epreuve.probes.journeys.captured_value import captured_value
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.step import Steps
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.pages.control_reader import ControlReader, stranger
from epreuve.probes.pages.negative_controls import negative_controls
from epreuve.probes.pages.receipt import STEP_LIMIT, RunSteps
from epreuve.probes.pages.receipt_proof import proof_of
from epreuve.probes.pages.receipt_records import ReceiptControl, UniqueControl
from epreuve.probes.pages.receipt_state import says_missing
from epreuve.probes.pages.submission import Submission
from epreuve.probes.pages.unique_count import counted, shared_match, uniqueness

APPEARS_WITHIN = 10.0  # seconds that a submission may take to appear [A]


def receipt_controls(
    journey: Journey, citizen: Citizen, run: RunSteps, receipt: str = "",
    kept: Mapping[str, str] | None = None, *, limit: float = STEP_LIMIT,
    appears_within: float = APPEARS_WITHIN, age: float = 0.0, sent_once: bool = True,
) -> ReceiptControl:  # fmt: skip
    """Return the controls of a journey that has `verify`.

    `receipt` is one that this user just got, with the values `kept` beside it; without it, the
    journey is done first. `run` runs steps in a fresh session, `limit` is in seconds per step. A
    submission may take `appears_within` seconds to appear; `age` is that of the receipt, in
    seconds. `sent_once` is whether the user cannot have sent it twice; otherwise `unique` has no
    control.
    """
    form_values = _form_values(journey, stranger(citizen), run, limit)
    if not receipt:
        result = run(journey.steps, {}, citizen, limit)
        receipt = journey.receipt_of(result.captured)
        if result.outcome != "success" or not receipt:
            cause = f"{result.step}: {_cause(result)}"
            reason = recorded("the journey did not give a receipt: {cause}", cause=cause)
            return _failed(reason, form_values)
        kept = journey.kept(result.captured)
    if receipt in form_values:
        reason = recorded(
            "the receipt {receipt} is on the form before anything is sent", receipt=receipt
        )
        return _failed(reason, form_values)
    submission = Submission(journey, receipt, citizen, kept or {})
    reader = ControlReader(submission, run, limit, appears_within)
    control = _controls(reader, age)
    unique = processed = None
    if control.positive and control.negative:
        unique = _unique(reader) if sent_once else None
        processed = _processed_forged(reader)
    more = {"form_values": form_values, "unique": unique, "processed_forged": processed}
    return control.model_copy(update=more)


def _failed(reason: str, form_values: tuple[str, ...]) -> ReceiptControl:
    return ReceiptControl(positive=False, negative=False, reason=reason, form_values=form_values)


def _form_values(
    journey: Journey, citizen: Citizen, run: RunSteps, limit: float
) -> tuple[str, ...]:
    """Return the values of the receipt's pattern on the pages of a user who never sent anything."""
    name = journey.acknowledged_by
    captures = [step.capture[name] for step in journey.steps if name in step.capture]
    pages: Steps = ()
    for step in journey.steps:
        if step.method != "GET" or name in step.capture:
            break
        pages += (step,)
    if not pages:
        return ()
    result = run(pages, {}, citizen, limit)
    variables = Variables(citizen, dict(result.captured))
    values: list[str | None] = []
    for capture in captures:
        with suppress(PlaceholderError):  # a pattern with a value of a later step
            values += (captured_value(capture, page, variables) for page in result.responses)
    return tuple(dict.fromkeys(value for value in values if value))


def _controls(reader: ControlReader, age: float) -> ReceiptControl:
    submission, verify = reader.submission, reader.submission.journey.verify
    start = time.monotonic()
    made = reader.read_until(verify, lambda result: result.outcome == "success")
    appears_within = round(age + time.monotonic() - start, 2)
    reason = detail = ""
    if made.outcome != "success":
        detail = f"{made.step}: {_cause(made)}"
        reason = recorded("`verify` fails for a receipt just made: {detail}", detail=detail)
    elif says_missing(submission, made.responses[-1], made):
        reason = recorded("`missing` also describes the response to a receipt just made")
    if reason:
        return ReceiptControl(
            positive=False, negative=False, reason=reason, detail=detail,
            excerpt=reader.excerpt(made),
        )  # fmt: skip
    negatives = negative_controls(reader, made.responses[-1])
    if negatives is None:
        reason = recorded("`verify` succeeds for a receipt that was never given: it proves nothing")
        return ReceiptControl(positive=True, negative=False, reason=reason)
    page = made.responses[-1]
    shown = submission.shown(page)
    for other, response in negatives.pages:
        shown -= other.shown(response)  # the page repeats the receipt of the request
    return ReceiptControl(
        positive=True, negative=True, reason="", address=submission.address(page.target),
        shown=tuple(sorted(shown)), missing=negatives.missing,
        proof=proof_of(submission, page, negatives.pages), appears_within=appears_within,
    )  # fmt: skip


def _unique(reader: ControlReader) -> UniqueControl | None:
    """Return what `unique` counts for a receipt just made, and for one never given."""
    submission, steps = reader.submission, reader.submission.journey.unique
    if not steps:
        return None
    made = reader.read_until(steps, lambda result: uniqueness(submission, result) is not None)
    forged: int | None = None
    for other, result in reader.forgeries(steps):
        forged = counted(other, result)
        if not forged:
            break
    detail = "" if made.outcome == "success" else f"{made.step}: {_cause(made)}"
    return UniqueControl(
        made=counted(submission, made), forged=forged, detail=detail,
        shared=shared_match(submission, made),
    )  # fmt: skip


def _processed_forged(reader: ControlReader) -> bool | None:
    """Return whether `processed` succeeds for all receipts never given; None without such steps."""
    steps = reader.submission.journey.processed
    if not steps:
        return None
    return all(result.outcome == "success" for _, result in reader.forgeries(steps))


def _cause(result: SessionResult) -> str:
    return result.detail or result.outcome
