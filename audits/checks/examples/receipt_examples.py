"""Examples of receipts that are lost, altered or stored twice, with the request that gave them."""

from collections.abc import Iterator

from epreuve.audits.checks.examples.example import Example, example_source
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.facts.submissions import submission_steps
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.pages.receipt_records import ReceiptObservation

MOST = 8  # receipts


@example_source("receipts")
def receipt_examples(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], receipts: Receipts
) -> Iterator[Example]:
    """Yield receipts with a defect; without any, the first ones that were read again."""
    rows = list(evidence.observations(ReceiptObservation))
    wrong = [one for one in rows if one.record.state != "stored" or one.record.unique is False]
    known = {attempt.arrival: attempt for attempt in attempts}
    steps = submission_steps(plan.profile.critical().items())
    for row in (wrong or rows)[:MOST]:
        attempt = known.get(row.record.arrival)
        if attempt is None:
            continue
        sent = _request(evidence, attempt, steps.get(attempt.journey, ""))
        is_twice = row.record.state == "stored" and row.record.unique is False
        yield Example(
            time=attempt.receipt_at,
            subject=sent.step if sent else attempt.step,
            user=attempt.arrival,
            network=attempt.cohort,
            outcome="stored twice" if is_twice else row.record.state,
            status=sent.status if sent else None,
            size=sent.size if sent else None,
            seconds=sent.ended - sent.intended if sent else None,
            excerpt=": ".join(filter(None, (row.subject, row.record.reason))),
        )


def _request(evidence: Evidence, attempt: Attempt, step: str) -> Request | None:
    """Return the request whose response had the receipt of an attempt."""
    sent = None
    for request in evidence.requests(attempt.intended, attempt.ended + 1):
        if request.arrival == attempt.arrival and request.step == step:
            sent = request
    return sent
