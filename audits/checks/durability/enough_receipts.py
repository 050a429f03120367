"""Number of receipts that a conclusion needs."""

from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.no_evidence import NoEvidence, UnprovenStorage
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


def require_nothing_lost(receipts: Receipts, cuts: int, doubts: ControlDoubts) -> None:
    """Raise NoEvidence where receipts of which none is lost do not prove that none was lost.

    `cuts` is the number of power cuts in the crisis.
    """
    doubts.require_verify()
    _require_verified(receipts)
    require_receipts(receipts)
    _require_judged(receipts)
    if not cuts:
        raise NoEvidence(
            translate("Nothing is lost, but the power was not cut during the crisis."),
            translate("Declare `power:`, and choose a crisis that cuts the power."),
        )
    _require_older(receipts)


def many_unjudged(receipts: Receipts) -> bool:
    """Return whether over one receipt, and over MAX_UNJUDGED, were read without a judgement."""
    return _many(receipts.unjudged, receipts.audited)


def _many(unread: int, audited: int) -> bool:
    return unread > max(1.0, MAX_UNJUDGED * (audited + unread))


def many_altered(receipts: Receipts) -> bool:
    """Return whether over one submission, and over MAX_ALTERED of those read, is altered."""
    return receipts.altered > max(1.0, MAX_ALTERED * receipts.audited)


def _require_judged(receipts: Receipts) -> None:
    """Raise NoEvidence where receipts without a judgement may hide a loss."""
    if many_unjudged(receipts):
        raise NoEvidence(
            translate(
                "No loss among {n} receipts, but {unjudged} others could not be judged: each may "
                "be lost.",
                n=receipts.audited,
                unjudged=receipts.unjudged,
            ),
            translate("Describe in `missing:` the response to a receipt that does not exist."),
        )


def _require_verified(receipts: Receipts) -> None:
    """Raise UnprovenStorage where receipts of a critical journey without `verify` may be lost."""
    if _many(receipts.unverified, receipts.audited):
        raise UnprovenStorage(
            translate(
                "No loss among {n} receipts, but {unverified} others were not read again: critical "
                "journeys have no `verify:` ({journeys}).",
                n=receipts.audited,
                unverified=receipts.unverified,
                journeys=receipts.unverified_journeys,
            ),
            translate("Add `verify:` to each critical journey that captures a receipt."),
        )


def _require_older(receipts: Receipts) -> None:
    """Raise NoEvidence where too few receipts that were read are older than the last power cut."""
    if receipts.older < MIN_RECEIPTS:
        raise NoEvidence(
            translate(
                "Nothing is lost. Receipts read again that were given before the last power cut: "
                "{n}. At least {least} are needed.",
                n=receipts.older,
                least=MIN_RECEIPTS,
            ),
            more_receipts(),
        )
