"""Number of receipts that a conclusion needs."""

from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.reports.text import Text

MAX_UNJUDGED = 0.01  # share of receipts without a judgement, over which there is no conclusion [A]
MAX_ALTERED = 0.01  # share of altered submissions, over which they count as not kept [A]
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


def many_unjudged(receipts: Receipts) -> bool:
    """Return whether over one receipt, and over MAX_UNJUDGED, were read without a judgement."""
    most = MAX_UNJUDGED * (receipts.audited + receipts.unjudged)
    return receipts.unjudged > max(1.0, most)


def many_altered(receipts: Receipts) -> bool:
    """Return whether over one submission, and over MAX_ALTERED of those read, is altered."""
    return receipts.altered > max(1.0, MAX_ALTERED * receipts.audited)


def require_judged(receipts: Receipts) -> None:
    """Raise NoEvidence where receipts without a judgement may hide a loss."""
    if many_unjudged(receipts):
        raise NoEvidence(
            translate(
                "No loss among {n} receipts, but {unjudged} others could not be judged: each may "
                "be lost.",
                n=receipts.audited,
                unjudged=receipts.unjudged,
            ),
            translate("Describe in `missing:` the answer to a receipt that does not exist."),
        )


def require_older(receipts: Receipts) -> None:
    """Raise NoEvidence where no receipt that was read is older than the last power cut."""
    if not receipts.older:
        raise NoEvidence(
            translate(
                "Nothing is lost, but all receipts read again were given after the last power cut."
            ),
            more_receipts(),
        )
