"""Proof that the response to `verify` gives in calm. Pure functions."""

from collections.abc import Sequence

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.template import names_in
from epreuve.probes.pages.receipt_encoding import values_in_receipt, values_sent_with_receipt
from epreuve.probes.pages.receipt_records import Proof
from epreuve.probes.pages.submission import Submission


def proof_of(
    submission: Submission, page: HttpResponse, negatives: Sequence[tuple[Submission, HttpResponse]]
) -> Proof:
    """Return the strength of the response to a receipt just made (docs/decisions/controls.md).

    `negatives` are those to receipts never given: values that they show too do not count.
    Nor do values that the receipt itself encodes: a service can show them without storage. Such a
    receipt is no state either. Other captured values that `verify` sends may encode them too.
    """
    shown = submission.shown(page, plain=True) | _expected(submission)
    if beside := values_sent_with_receipt(submission):
        names_it = not submission.sends_receipt(submission.journey.verify)
        shown -= beside | ({"receipt"} if names_it else set())
    if encoded := values_in_receipt(submission):
        shown -= encoded | {"receipt"}
    for other, response in negatives:
        shown -= other.shown(response, plain=True) - {"receipt"}
        shown -= submission.shown(response, plain=True)
    if shown - submission.sent_by(submission.journey.verify):
        return "content"
    return "state" if "receipt" in shown else "nothing"


def _expected(submission: Submission) -> frozenset[str]:
    """Return the values of the user that the journey sends and that `verify` expects."""
    sent = submission.sent_by(submission.journey.steps)
    expected = (step.expect.model_dump_json(by_alias=True) for step in submission.journey.verify)
    names = {name for text in expected for name in names_in(text)}
    return frozenset(name for name in names & sent if name.startswith("citizen."))
