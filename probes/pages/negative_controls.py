"""Responses to receipts that were never given: what `verify` shows for a lost submission."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.pages.control_reader import ControlReader
from epreuve.probes.pages.missing_page import missing_page
from epreuve.probes.pages.receipt_records import MissingPage
from epreuve.probes.pages.receipt_state import says_missing
from epreuve.probes.pages.submission import Submission, asks_to_log_in

NEGATIVES = 3  # receipts never given: where their pages differ, the text proves nothing [A]
DRAWS = 8  # in each range, at most: another user may have a receipt that is drawn [A]
_NO_EVIDENCE = (401, 407, 408, 425, 429, 502, 503, 504)  # they say nothing about the submission

NegativeResponse = tuple[Submission, HttpResponse]


@dataclass(frozen=True, slots=True)
class NegativeControls:
    """Responses with which `verify` fails for receipts never given, and those of a lost one."""

    pages: tuple[NegativeResponse, ...]
    missing: tuple[MissingPage, ...]


def negative_controls(reader: ControlReader, page: HttpResponse) -> NegativeControls | None:
    """Return the negative controls, in each range of receipts; `page` is of the one just made.

    Returns None where `verify` succeeds for nearly all receipts near the one just made. Numbers
    far above it may have a page of their own, as those out of range have: they only add to it.
    """
    pages: list[NegativeResponse] = []
    missing: list[MissingPage] = []
    for far in reader.ranges(reader.submission.journey.verify):
        responses = _drawn(reader, page, far=far)
        if responses is None and not far:
            return None
        model = _model(reader.submission, page, responses or ())
        if model is not None and (model.status < 500 or _reads(reader)):
            missing.append(model)
        pages += responses or ()
    return NegativeControls(tuple(pages), tuple(dict.fromkeys(missing)))


def _drawn(
    reader: ControlReader, page: HttpResponse, *, far: bool
) -> Sequence[NegativeResponse] | None:
    """Return the responses to NEGATIVES receipts of one range, drawn until they are alike.

    A response unlike the others may be the submission of another user. None where fewer fail.
    """
    verify = reader.submission.journey.verify
    failed: list[NegativeResponse] = []
    failures = 0
    for number in range(DRAWS):
        other, result = reader.read_forged(verify, number, far=far)
        if _is_found(reader.submission, page, other, result):
            continue
        failures += 1
        for response in result.responses[-1:]:
            for others in combinations(failed, NEGATIVES - 1):
                alike = (*others, (other, response))
                if _model(reader.submission, page, alike) is not None:
                    return alike
            failed.append((other, response))
        if failures >= NEGATIVES and len(set(map(_kind, failed))) <= 1:
            break  # the next ones are the same
    return failed[:NEGATIVES] if failures >= NEGATIVES else None


def _is_found(
    submission: Submission, page: HttpResponse, other: Submission, result: SessionResult
) -> bool:
    """Return whether `verify` found a receipt never given, at the address of a submission.

    A list of the last requests may meet its expectation, too: it names the user of calm.
    """
    if result.outcome != "success" or says_missing(other, result.responses[-1], result):
        return False
    response = result.responses[-1]
    return not _is_elsewhere(submission, page, response.status, other.address(response.target))


def _model(
    submission: Submission, page: HttpResponse, responses: Sequence[NegativeResponse]
) -> MissingPage | None:
    """Return the response to receipts never given, where it can be that of a lost one."""
    kinds = {(response.status, other.address(response.target)) for other, response in responses}
    if len(responses) < NEGATIVES or len(kinds) > 1:
        return None
    status, address = kinds.pop()
    login = any(asks_to_log_in(response) for _, response in responses) and not asks_to_log_in(page)
    if status in _NO_EVIDENCE or login:
        return None
    # Where nothing of the user distinguishes the two, a response like the page of a stored
    # submission is none.
    text = missing_page(
        [other.words(response) for other, response in responses], submission.words(page)
    )
    is_elsewhere = _is_elsewhere(submission, page, status, address)
    if text is None and not is_elsewhere:
        return None
    return MissingPage(
        address=address, status=status, text=text or "", text_varies=text is None,
        is_elsewhere=is_elsewhere,
    )  # fmt: skip


def _is_elsewhere(submission: Submission, page: HttpResponse, status: int, address: str) -> bool:
    """Return whether redirects lead to another address than that of a stored submission."""
    own = (submission.address(page.target), *_asked(submission))
    return status < 300 and address not in own


def _asked(submission: Submission) -> list[str]:
    """Return the addresses that `verify` asks for: a response there was not led away."""
    steps = submission.journey.verify
    return [submission.requested(step, submission.captured) for step in steps]


def _kind(response: NegativeResponse) -> tuple[int, str, tuple[str, ...]]:
    """Return what two responses have in common that differ in the receipt only."""
    other, page = response
    return page.status, other.address(page.target), tuple(other.words(page))


def _reads(reader: ControlReader) -> bool:
    """Return whether the receipt just made can be read: the service itself does not fail."""
    return reader.read(reader.submission.journey.verify).outcome == "success"
