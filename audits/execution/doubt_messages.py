"""Messages before the crisis about steps of the profile that prove nothing."""

from collections.abc import Iterator, Mapping

from epreuve.audits.checks.facts.control_doubts import doubts_of
from epreuve.audits.execution.translation import translate
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.reports.text import Text, join


def doubt_messages(controls: Mapping[str, ReceiptControl]) -> Iterator[Text]:
    """Yield each doubt that the controls give in calm, with the criteria that it leaves open."""
    doubts = doubts_of(controls)
    consequences = (
        (
            doubts.verify,
            translate(
                "So no submission counts as stored: DAT-1 counts as failed in a critical journey."
            ),
        ),
        (doubts.unique, translate("So duplicates are not counted: DAT-2 is inconclusive.")),
        (doubts.processed, translate("So DEG-5 and REC-4 are inconclusive.")),
    )
    for sentences, consequence in consequences:
        yield from (join((sentence, consequence)) for sentence in sentences.values())
