"""REC – recovery."""

import math

from epreuve.audits.checks.facts.attempts import FEWEST
from epreuve.audits.checks.facts.power_cuts import never_stopped
from epreuve.audits.checks.facts.rebound import Rebound
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import (
    Measure,
    best_case,
    confidence,
    is_one_verdict,
    seconds,
    share,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.recovery.backlog_probe import Backlog
from epreuve.audits.checks.recovery.translation import translate
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.model import Objectives
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Percent, Seconds

FEWEST_FILED = 3  # submissions: fewer are no backlog [A]
LEAST_RETURN = 1.0  # times the normal peak: with less, users did not come back [A]
MANY_LEFT = 0.5  # share of submissions: if fewer are left, most were processed [A]


@judgement
def rec_1(
    recoveries: tuple[Recovery, ...], objectives: Objectives, boot_within: float, keeps_power: bool
) -> Measure:
    """Real seconds from the return of power to a useful service, after the worst power cut.

    A service that kept its power did not start: only a mark of 0 stands. A promised outage, however
    long, grants no time to start: `boot_within` does.
    """
    unknown = [recovery for recovery in recoveries if recovery.is_unknown(boot_within)]
    never = any(recovery.useful is None for recovery in recoveries if recovery not in unknown)
    if unknown and not never:
        raise NoEvidence(_too_short(unknown[0], boot_within))
    if keeps_power and not never:
        raise never_stopped()
    value = max(
        math.inf if recovery.useful is None else recovery.useful - recovery.power_back
        for recovery in recoveries
    )
    promise = objectives.max_outage
    broken = promise is not None and value > promise and not never
    reason = translate(
        "Time from the return of power until journeys succeed at 95% of their rate before the cut."
    )
    if never:
        watched = max(recovery.watched for recovery in recoveries if recovery.useful is None)
        reason = join(
            (reason, translate("Not reached within {time}.", time=Seconds(watched, 0, "down")))
        )
    if broken:
        reason = join((reason, translate("This exceeds the promised maximum outage (MTPD).")))
    return Measure(
        value,
        seconds(value),
        reason,
        translate(
            "`attempt`: first 5 min, divided by the scale, with 95% of the successes of the "
            "same cohorts before the cut."
        ),
        halved=broken,
    )


def _too_short(recovery: Recovery, longest: float) -> Text:
    if recovery.tried < FEWEST:
        return translate(
            "After power cut {pattern}, at least {least} journeys must have a level before to "
            "compare with; {n} had one.",
            pattern=recovery.pattern,
            least=FEWEST,
            n=recovery.tried,
        )
    return translate(
        "After power cut {pattern}, the service was not useful within {watched}, but {longest} "
        "are allowed. Use a smaller scale.",
        pattern=recovery.pattern,
        watched=Seconds(recovery.watched, 0, "down"),
        longest=Seconds(longest, 0),
    )


@judgement
def rec_2(recoveries: tuple[Recovery, ...], boot_within: float, keeps_power: bool) -> Measure:
    """Share of single cuts and series of cuts after which the service restarted by itself.

    A service that kept its power, and responds again, did not restart: only a mark of 0 stands.
    """
    judged = [
        one for one in recoveries if one.first_success is not None or one.watched >= boot_within
    ]
    if not judged:
        raise NoEvidence(_too_short(recoveries[0], boot_within))
    back = sum(recovery.first_success is not None for recovery in judged)
    if back and keeps_power:
        raise never_stopped()
    reason = translate(
        "Power cuts, or series of cuts, after which the service restarted by itself: {back} of "
        "{n}.",
        back=back,
        n=len(judged),
    )
    if len(judged) < len(recoveries):
        others = translate(
            "Cuts that left less than {boot} to start do not count: {n}.",
            boot=Seconds(boot_within, 0),
            n=len(recoveries) - len(judged),
        )
        reason = join((reason, others))
    return Measure(
        back / len(judged),
        share(back / len(judged), back, len(judged)),
        reason,
        translate(
            "`observation`: kind `power off`. `request`: first success after each return of power."
        ),
    )


@judgement
def rec_5(rebound: Rebound, criterion: Criterion) -> Measure:
    """Successes when all users come back, relative to their level before the fault.

    Below the normal peak they did not come back: only a mark of 0 stands.
    """
    journeys = rebound.journeys
    if rebound.multiple < LEAST_RETURN and criterion.curve.score(journeys.share) > 0:
        raise NoEvidence(
            translate(
                "The load after the crisis was {multiple} times the normal peak. A relapse needs "
                "at least {least}: users did not come back.",
                multiple=Number(rebound.multiple, 2, "down"),
                least=Number(LEAST_RETURN),
            )
        )
    reason = translate(
        "{done} of {tried} journeys succeeded when all users came back. At the level before the "
        "fault it would be {expected}. The load was ×{multiple}, relative to the normal peak.",
        done=journeys.succeeded,
        tried=journeys.tried,
        expected=Number(journeys.expected),
        multiple=Number(rebound.multiple, 1),
    )
    if journeys.cut_off:
        reason = join((reason, best_case(journeys.cut_off, journeys.highest)))
    if not is_one_verdict(criterion, journeys.share, journeys.highest):
        raise NoEvidence(reason)
    if journeys.interval is not None:
        ends = (Percent(end, rounding="nearest") for end in journeys.interval)
        reason = join((reason, confidence(*ends)))
    return Measure(
        journeys.share,
        translate("{share} of the level before", share=Percent(journeys.share)),
        reason,
        translate(
            "`attempt`: stage of the phase “after” with the highest load, compared with the same "
            "cohorts before the fault."
        ),
        interval=journeys.interval,
    )


@judgement
def rec_4(backlog: Backlog) -> Measure:
    """Time to process the submissions of the outage of a partner ÷ the length of that outage.

    Some that are left show a loss or an exception, not the time of the others: DAT-1 and DEG-5
    judge these.
    """
    _require_backlog(backlog)
    value = math.inf if backlog.left else backlog.took / backlog.outage
    ratio = "∞" if backlog.left else Number(value, 2, "up")
    filed = translate(
        "Submissions filed while the partner was silent ({outage}): {n}.",
        n=backlog.filed,
        outage=Seconds(backlog.outage, 1),
    )
    if backlog.left:
        processed = translate("Not processed before the end of the run: {n}.", n=backlog.left)
    else:
        processed = translate(
            "All were processed {time} after its return.", time=Seconds(backlog.took, 1)
        )
    return Measure(
        value,
        translate("× {ratio}", ratio=ratio),
        join((filed, processed)),
        translate("`observation`: kind `backlog`."),
    )


def _require_backlog(backlog: Backlog) -> None:
    """Raise NoEvidence where the time to process most submissions is unknown."""
    unprocessed = backlog.left - backlog.unanswered
    if backlog.filed < FEWEST_FILED:
        raise NoEvidence(
            translate(
                "Submissions filed while the partner was silent: {n}. At least {least} are needed.",
                n=backlog.filed,
                least=FEWEST_FILED,
            )
        )
    if backlog.unanswered and unprocessed < MANY_LEFT * backlog.filed:
        raise NoEvidence(
            translate(
                "The service failed for {n} of {filed} submissions filed while the partner was "
                "silent: whether they were processed is unknown.",
                n=backlog.unanswered,
                filed=backlog.filed,
            )
        )
    if 0 < backlog.left < MANY_LEFT * backlog.filed:
        raise NoEvidence(
            translate(
                "Of {n} submissions filed while the partner was silent, {left} were never "
                "processed: the time of the backlog is unknown. See DAT-1 and DEG-5.",
                n=backlog.filed,
                left=backlog.left,
            )
        )
