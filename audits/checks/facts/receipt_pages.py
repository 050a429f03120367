"""Pages that give a receipt."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence


@record_kind("receipt page")
class ReceiptPageObservation(Record):
    """Content of the page that gives a receipt; the subject is the journey."""

    shows_number: bool
    """Whether it shows the receipt's number."""
    number_length: int
    """Characters of that number."""
    shows_date: bool
    """Whether it shows the date of the day."""
    print_style: bool
    """Whether it is printable: a style sheet for paper, or no style at all."""
    human_channel: bool
    """Whether it shows a phone number or a postal address."""


@fact
def receipt_pages(evidence: Evidence) -> tuple[Observation[ReceiptPageObservation], ...]:
    """Page that gives a receipt, for each critical journey."""
    pages = tuple(evidence.observations(ReceiptPageObservation))
    if not pages:
        raise NoEvidence(translate("No page showed a receipt."))
    return pages
