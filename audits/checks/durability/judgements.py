"""DAT – data durability and portability."""

from collections.abc import Iterator

from epreuve.audits.checks.durability.enough_receipts import (
    MIN_RECEIPTS,
    many_altered,
    many_unjudged,
    require_nothing_lost,
    require_receipts,
)
from epreuve.audits.checks.durability.storage_loss import StorageLoss
from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.facts.receipts import Messages, Receipts
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.model import Objectives
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Percent, Seconds

READ_AGAIN = 0.95  # share of the receipts that must be read again after the drill [A]
MAX_LENGTH = 12  # characters of a number that can be dictated at a counter [A]


@judgement
def dat_1(receipts: Receipts, cuts_of_the_crisis: int, control_doubts: ControlDoubts) -> Measure:
    """Share of acknowledged submissions that are lost, with a power cut under load.

    Any loss counts, whatever its cause and the number of receipts. Zero losses prove nothing
    without a power cut in the crisis, or among few receipts. Zero losses among n receipts that are
    older than the last cut bound the loss by 3/n (rule of three, 95 %). Receipts that were read
    without a judgement are no random sample: each may be lost, and where there are many beside a
    loss, each counts as lost. Many altered submissions count as not kept, but alone they are no
    proof of a loss (K1).
    """
    n, gone = receipts.audited, receipts.lost
    altered = receipts.altered if many_altered(receipts) else 0
    if gone or altered:
        reason = join(_losses(receipts, altered))
        gone += altered
        if receipts.lost and many_unjudged(receipts):
            n, gone = n + receipts.unjudged, gone + receipts.unjudged
    else:
        require_nothing_lost(receipts, cuts_of_the_crisis, control_doubts)
        reason = _no_losses(receipts)
        n = receipts.older
    return Measure(
        gone / n,
        share(gone / n, gone, n),
        join((reason, *_not_judged(receipts))),
        translate(
            "`observation`: kind `receipt` where `state` is `lost`, or `altered` where many are."
        ),
        conclusive=bool(receipts.lost) or not altered,
    )


def _no_losses(receipts: Receipts) -> Text:
    """Return the numbers of receipts read and of those exposed to a cut, and the bound."""
    return translate(
        "Receipts read again after the crisis: {n}, of which {older} are older than the last power "
        "cut. None is lost. With 95% confidence, less than {bound} are lost.",
        n=receipts.audited,
        older=receipts.older,
        bound=Percent(receipts.loss_bound, 2, "up"),
    )


def _losses(receipts: Receipts, altered: int) -> Iterator[Text]:
    """Yield the number of losses, and of receipts that count as lost beside them."""
    n = receipts.audited
    yield translate(
        "{lost} of {n} receipts read again after the crisis are lost.", lost=receipts.lost, n=n
    )
    if altered:
        yield translate("{altered} are altered: each counts as not kept.", altered=altered)
    if receipts.lost and many_unjudged(receipts):
        yield translate(
            "{unjudged} others could not be judged: each may be lost, and counts as lost.",
            unjudged=receipts.unjudged,
        )


def _not_judged(receipts: Receipts) -> Iterator[Text]:
    """Yield the number of receipts that count neither as lost nor as kept."""
    if receipts.set_aside:
        yield translate(
            "Receipts set aside, because several users got the same value: {n}.",
            n=receipts.set_aside,
        )
    if receipts.unverified:
        yield translate(
            "Receipts that were not read again, because critical journeys have no `verify:` "
            "({journeys}): {n}.",
            journeys=receipts.unverified_journeys,
            n=receipts.unverified,
        )


@judgement
def dat_3(
    receipt_pages: tuple[Observation[ReceiptPageObservation], ...],
    messages: Messages,
    receipts: Receipts,
    cuts_of_the_crisis: int,
    control_doubts: ControlDoubts,
    criterion: Criterion,
) -> Measure:
    """Qualities of the receipt; a quality counts when every critical journey has it.

    `sent` counts connections to the SMS and mail gateways, not the content of the messages.
    """
    require_receipts(receipts)
    if not receipts.lost:
        require_nothing_lost(receipts, cuts_of_the_crisis, control_doubts)
    pages = [page.record for page in receipt_pages]
    present = {
        "shown": all(page.shows_number and page.shows_date for page in pages),
        "printable": all(page.shows_number and page.print_style for page in pages),
        "sent": messages.acknowledged > 0 and messages.connections >= messages.acknowledged,
        "valid": receipts.lost == 0 and not many_altered(receipts),
        "counter": all(page.number_length <= MAX_LENGTH and page.human_channel for page in pages),
    }
    return points(
        criterion,
        present,
        translate("`observation`: kinds `receipt page`, `traffic` and `receipt`."),
    )


def _require_read_again(held: int, unread: int) -> None:
    if held < MIN_RECEIPTS:
        raise NoEvidence(
            translate(
                "Receipts read again after the drill: {n}. At least {least} are needed.",
                n=held,
                least=MIN_RECEIPTS,
            )
        )
    if held < READ_AGAIN * (held + unread):
        raise NoEvidence(
            translate(
                "{n} of {total} receipts were read again after the drill: the others may be lost, "
                "and older.",
                n=held,
                total=held + unread,
            )
        )


@judgement
def dat_5(storage_loss: StorageLoss, objectives: Objectives, criterion: Criterion) -> Measure:
    """Age of the oldest submission lost with the storage, in real seconds.

    When no submission of the run is restored, the backup is older than the run: its age is unknown.
    """
    held, lost, window = storage_loss.held, storage_loss.lost, storage_loss.window
    beyond = window >= criterion.curve.zero  # the other receipts can only be older
    if not beyond:
        _require_read_again(held, storage_loss.unread)
    if lost == held and not beyond:
        raise NoEvidence(
            translate(
                "All submissions of the run ({n}) were lost with the storage: more than {window} "
                "of data are lost, but the run cannot show how much more.",
                n=held,
                window=Seconds(window, 0, "down"),
            )
        )
    broken = objectives.max_data_loss is not None and window > objectives.max_data_loss
    reason = translate(
        "Submissions lost after the destruction and restore of the storage: {lost} of {held}.",
        lost=lost,
        held=held,
    )
    if broken:
        reason = join((reason, translate("This exceeds the promised maximum data loss (RPO).")))
    return Measure(
        window,
        seconds(window),
        reason,
        translate("`observation`: kinds `drill` and `drill receipt`. `attempt`: `receipt_at`."),
        halved=broken,
    )
