"""Examples of receipts that are lost, altered or stored twice, with the request that gave them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from epreuve.audits.checks.examples.example import Example, example_source
from epreuve.audits.checks.facts.submissions import submission_steps
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.pages.receipt_records import ReceiptObservation

MOST = 8  # receipts


@example_source("receipts")
def receipt_examples(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> Iterator[Example]:
    """Yield receipts with a defect; without any, the first ones, read again or not."""
    rows = list(evidence.observations(ReceiptObservation))
    wrong = [one for one in rows if one.record.state != "stored" or one.record.unique is False]
    read = {one.record.arrival: one for one in (wrong or rows)[:MOST]}
    given = [one for one in attempts if one.receipt]
    shown = [one for one in given if one.arrival in read] if rows else _most_shared(given)
    steps = submission_steps(plan.profile.critical().items())
    for attempt in shown[:MOST]:
        sent = _request(evidence, attempt, steps.get(attempt.journey, ""))
        outcome, excerpt = _reading(read.get(attempt.arrival), attempt)
        yield Example(
            time=attempt.receipt_at,
            subject=sent.step if sent else attempt.step,
            user=attempt.arrival,
            network=attempt.cohort,
            outcome=outcome,
            status=sent.status if sent else None,
            size=sent.size if sent else None,
            seconds=sent.ended - sent.intended if sent else None,
            excerpt=excerpt,
        )


def _most_shared(given: Sequence[Attempt]) -> list[Attempt]:
    """Return the attempts whose receipt most users got."""
    most = Counter(attempt.receipt for attempt in given).most_common(1)
    return [attempt for attempt in given if most and attempt.receipt == most[0][0]]


def _reading(row: Observation[ReceiptObservation] | None, attempt: Attempt) -> tuple[str, str]:
    """Return the state of a receipt, and its number with the reason."""
    if row is None:
        return "unread", attempt.receipt
    is_twice = row.record.state == "stored" and row.record.unique is False
    state = "stored twice" if is_twice else row.record.state
    return state, ": ".join(filter(None, (row.subject, row.record.reason)))


def _request(evidence: Evidence, attempt: Attempt, step: str) -> Request | None:
    """Return the request whose response had the receipt of an attempt."""
    sent = None
    for request in evidence.requests(attempt.intended, attempt.ended + 1):
        if request.arrival == attempt.arrival and request.step == step:
            sent = request
    return sent
