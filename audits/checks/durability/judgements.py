"""DAT – data durability and portability."""

from epreuve.audits.checks.durability.storage_loss import StorageLoss
from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.facts.receipts import Messages, Receipts
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, points, seconds, share
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import rule_of_three
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.model import Objectives
from epreuve.probes.evidence.observation import Observation
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Percent, Seconds

MAX_LENGTH = 12  # characters of a number that can be dictated at a counter [A]
MIN_RECEIPTS = 30  # receipts read, under which there is no conclusion [A]
MIN_RESENT = 12  # users who sent again: of their first requests, some were stored [A]


@judgement
def dat_1(receipts: Receipts, cuts_of_the_crisis: int) -> Measure:
    """Share of acknowledged submissions that are lost, with a power cut under load.

    Any loss counts, whatever its cause and the number of receipts. Zero losses prove nothing
    without a power cut in the crisis, or among few receipts. Zero losses among n receipts bound the
    loss by 3/n (rule of three, 95 %).
    """
    n = receipts.audited
    if receipts.lost:
        reason = translate(
            "{lost} of {n} receipts read again after the crisis are lost.", lost=receipts.lost, n=n
        )
    else:
        _require_receipts(receipts)
        if not cuts_of_the_crisis:
            raise NoEvidence(
                translate("Nothing is lost, but the power was not cut during the crisis."),
                translate("Declare `power:`, and choose a crisis that cuts the power."),
            )
        bound = Percent(rule_of_three(n), 2, "up")
        reason = translate(
            "Receipts read again after the crisis: {n}. None is lost. With 95% confidence, less "
            "than {bound} are lost.",
            n=n,
            bound=bound,
        )
    return Measure(
        receipts.lost / n,
        share(receipts.lost / n, receipts.lost, n),
        reason,
        "observation: `receipt`, state is lost",
    )


@judgement
def dat_2(receipts: Receipts) -> Measure:
    """Share of duplicates among the submissions sent again, plus share of altered ones.

    A duplicate or an alteration is a proof. Without any, the test must have been one: enough users
    whose answer was lost on the way sent again, and `unique` counted their submissions.
    """
    n, duplicated = receipts.audited, receipts.duplicated
    if not duplicated + receipts.altered:
        _require_lost_answers(receipts)
    # A duplicate needs a request sent twice: how many users send twice is chance, or the plan.
    tested = max(receipts.resent, duplicated) or n
    wrong = min(duplicated / tested + receipts.altered / n, 1.0)
    reason = translate(
        "Receipts read again: {n}. Duplicated: {duplicated}. Altered: {altered}.",
        duplicated=receipts.duplicated,
        altered=receipts.altered,
        n=n,
    )
    resent = translate(
        "Users who sent again after a lost answer: {resent}.", resent=receipts.resent
    )
    return Measure(
        wrong,
        translate(
            "{duplicated} of {resent} duplicated, {altered} of {n} altered",
            duplicated=duplicated,
            resent=receipts.resent,
            altered=receipts.altered,
            n=n,
        ),
        join((reason, resent)),
        "observation: `receipt`, unique is false or state is altered",
    )


def _require_lost_answers(receipts: Receipts) -> None:
    """Raise NoEvidence where nothing could have been stored twice."""
    _require_receipts(receipts)
    if not receipts.counted:
        raise NoEvidence(
            translate(
                "Nothing is altered, but duplicates were not counted: the journeys have no "
                "`unique:`."
            ),
            translate("Add `unique:` to the journeys, and play the crisis again."),
        )
    if receipts.resent < MIN_RESENT:
        raise NoEvidence(
            translate(
                "Nothing is duplicated or altered, but only {n} users had to send again because an "
                "answer was lost on the way. At least {least} are needed.",
                n=receipts.resent,
                least=MIN_RESENT,
            ),
            _more_receipts(),
        )


def _more_receipts() -> Text:
    return translate("Get more receipts: a longer run, or several runs (`--runs 5`).")


def _require_receipts(receipts: Receipts) -> None:
    if receipts.audited < MIN_RECEIPTS:
        raise NoEvidence(
            translate(
                "Receipts read again: {n}. At least {least} are needed.",
                n=receipts.audited,
                least=MIN_RECEIPTS,
            ),
            _more_receipts(),
        )


@judgement
def dat_3(
    receipt_pages: tuple[Observation[ReceiptPageObservation], ...],
    messages: Messages,
    receipts: Receipts,
    recoveries: tuple[Recovery, ...],
    criterion: Criterion,
) -> Measure:
    """Qualities of the receipt; a quality counts when every critical journey has it.

    `sent` counts connections to the SMS and mail gateways, not the content of the messages.
    """
    del recoveries  # needed: without a power cut, nothing shows that a receipt survives it
    _require_receipts(receipts)
    pages = [page.record for page in receipt_pages]
    present = {
        "shown": all(page.shows_number and page.shows_date for page in pages),
        "printable": all(page.shows_number and page.print_style for page in pages),
        "sent": messages.acknowledged > 0 and messages.connections >= messages.acknowledged,
        "valid": receipts.lost == 0,
        "counter": all(page.number_length <= MAX_LENGTH and page.human_channel for page in pages),
    }
    return points(criterion, present, "observation: `receipt page`, `traffic`, `receipt`")


@judgement
def dat_5(storage_loss: StorageLoss, objectives: Objectives, criterion: Criterion) -> Measure:
    """Age of the oldest submission lost with the storage, in real seconds.

    When no submission of the run is restored, the backup is older than the run: its age is unknown.
    """
    held, lost, window = storage_loss.held, storage_loss.lost, storage_loss.window
    if held < MIN_RECEIPTS:
        raise NoEvidence(
            translate(
                "Receipts read again after the drill: {n}. At least {least} are needed.",
                n=held,
                least=MIN_RECEIPTS,
            )
        )
    if lost == held and window < criterion.curve.zero:
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
        "{lost} of {held} submissions were lost after the destruction and restore of the storage.",
        lost=lost,
        held=held,
    )
    if broken:
        reason = join((reason, translate("This exceeds the promised maximum data loss (RPO).")))
    return Measure(
        window,
        seconds(window),
        reason,
        "observation: `drill`, `drill receipt`; attempt: receipt_at",
        halved=broken,
    )
