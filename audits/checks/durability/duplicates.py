"""DAT-2: submissions that are stored twice, or altered."""

from collections.abc import Iterator

from epreuve.audits.checks.durability.enough_receipts import more_receipts, require_receipts
from epreuve.audits.checks.durability.lost_answer_probe import LostAnswers
from epreuve.audits.checks.durability.translation import translate
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, share
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import rule_of_three
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Percent

MIN_RESENT = 10  # requests sent again, under which no duplicate proves nothing [A]


@judgement
def dat_2(receipts: Receipts, lost_answers: LostAnswers, control_doubts: ControlDoubts) -> Measure:
    """Share of submissions that are duplicated or altered: of all receipts, or of those sent again.

    A duplicate or an alteration is a proof. Without any, the test must have been one: enough users
    lost the response to a request that the service had accepted, sent it again, and `unique`
    counted their submissions. The larger share counts: at a high load, few of all users send again.
    """
    n, wrong = receipts.audited, receipts.duplicated + receipts.altered
    resent, twice = receipts.resent + lost_answers.counted, lost_answers.twice
    if not wrong and not twice:
        control_doubts.require_unique()
        _require_lost_answers(receipts, lost_answers)
    shares = [(wrong / n, wrong, n)]
    if lost_answers.counted:
        shares.append((twice / lost_answers.counted, twice, lost_answers.counted))
    value, done, tried = max(shares)
    reason = translate(
        "Receipts read again: {n}. Duplicated: {duplicated}. Altered: {altered}.",
        duplicated=receipts.duplicated,
        altered=receipts.altered,
        n=n,
    )
    return Measure(
        value,
        share(value, done, tried),
        join((reason, *_resent(resent, twice, proves=not wrong and not twice))),
        translate(
            "`observation`: kind `receipt` where `unique` is false or `state` is `altered`, "
            "and kind `lost answer`."
        ),
    )


def _resent(resent: int, twice: int, *, proves: bool) -> Iterator[Text]:
    """Yield the number of responses lost on the way, and the conclusion from it."""
    yield translate(
        "Users who sent again after an accepted request lost its response: {resent}.", resent=resent
    )
    if twice:
        yield translate("Of the users of the probe, {twice} are stored twice.", twice=twice)
    if proves:
        yield translate(
            "With 95% confidence, less than {bound} of the requests sent again are stored twice.",
            bound=Percent(rule_of_three(resent), 0, "up"),
        )


def _require_lost_answers(receipts: Receipts, lost_answers: LostAnswers) -> None:
    """Raise NoEvidence where too little could have been stored twice."""
    require_receipts(receipts)
    resent = receipts.resent + lost_answers.counted
    if not receipts.counted:
        raise NoEvidence(
            translate(
                "Nothing is altered, but duplicates were not counted: the journeys have no "
                "`unique:`."
            ),
            translate("Add `unique:` to the journeys, and run the crisis again."),
        )
    if resent < MIN_RESENT and lost_answers.unknown:
        raise NoEvidence(
            join(lost_answers.unknown),
            translate("Describe the POST of the submission in `steps:`, before its receipt."),
        )
    if resent < MIN_RESENT:
        raise NoEvidence(
            translate.plural(
                "Nothing is duplicated or altered, but only {n} user sent again after an accepted "
                "request lost its response; {least} are needed.",
                "Nothing is duplicated or altered, but only {n} users sent again after an accepted "
                "request lost its response; {least} are needed.",
                resent,
                least=MIN_RESENT,
            ),
            more_receipts(),
        )
