"""Number of receipts that a conclusion needs."""

from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.reports.text import Text

MIN_RECEIPTS = 30  # receipts read, under which there is no conclusion [A]


def more_receipts() -> Text:
    """Return the remedy for too few receipts."""
    return translate("Get more receipts: a longer run, or several runs (`--runs 5`).")


def require_receipts(receipts: Receipts) -> None:
    """Raise NoEvidence where too few receipts were read again."""
    if receipts.audited < MIN_RECEIPTS:
        raise NoEvidence(
            translate(
                "Receipts read again: {n}. At least {least} are needed.",
                n=receipts.audited,
                least=MIN_RECEIPTS,
            ),
            more_receipts(),
        )
