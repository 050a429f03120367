"""CON – continuity under surge."""

import math

from epreuve.audits.checks.continuity.refusals import Refusal, Retries
from epreuve.audits.checks.continuity.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.late_successes import require_long_load
from epreuve.audits.checks.facts.surge import Goodput
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import (
    Measure,
    bounded_share,
    confidence,
    is_one_verdict,
    seconds,
    share,
    shown,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile, percentile_interval
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Seconds

FEWEST_REJECTED = 10  # users; a poor link alone loses some connections [A]
FEWEST_RELOADS = 10  # reloads of the crisis, and requests of a stage that are useful or in vain [A]


@judgement
def con_1(surge: Tries, short_surge: Text | None, criterion: Criterion) -> Measure:
    """Share of critical journeys that succeed in the surge."""
    require_long_load(short_surge, criterion.curve.score(surge.at_worst.share))
    return bounded_share(
        criterion,
        surge,
        translate(
            "{done} of {tried} journeys succeeded during the surge.", **surge.at_worst.counts
        ),
        translate(
            "`attempt`: critical journeys of users with a network, intended in the surge stage."
        ),
    )


@judgement
def con_2(goodput: Goodput, short_surge: Text | None, criterion: Criterion) -> Measure:
    """Goodput at the peak of the surge divided by the best goodput of the ramp."""
    value, highest = goodput.peak / goodput.best, goodput.highest / goodput.best
    require_long_load(short_surge, criterion.curve.score(value))
    if not is_one_verdict(criterion, value, highest):
        raise NoEvidence(
            translate(
                "The next event cut off users of the surge. Depending on their journeys, the "
                "goodput was between {low} and {high} of the best.",
                low=Number(value, 2, "down"), high=Number(highest, 2, "up"),
            )
        )  # fmt: skip
    reason = translate(
        "{peak} successful journeys per minute at the peak of the surge. The best rate during "
        "the ramp, limited by the demand, was {best}.",
        peak=Number(goodput.peak * 60, 0, "down"),
        best=Number(goodput.best * 60, 0, "down"),
    )
    if goodput.interval is not None:
        ends = (Number(end, 2) for end in goodput.interval)
        reason = join((reason, confidence(*ends)))
    return Measure(
        value,
        shown(Number(value, 2, "down")),
        reason,
        translate(
            "`attempt`: success rate × planned rate, in the surge ÷ in the best third of the "
            "ramp. The ramp counts up to the demand of the surge."
        ),
        interval=goodput.interval,
    )


@judgement
def con_3(step_times: tuple[float, ...], short_surge: Text | None, criterion: Criterion) -> Measure:
    """95th percentile of step times in the surge, from the intended start."""
    value = percentile(step_times, 0.95)
    require_long_load(short_surge, criterion.curve.score(value))
    return Measure(
        value,
        seconds(value),
        translate(
            "95% of {n} steps were faster than this. Failed steps, which count as endless: "
            "{failed}.",
            n=len(step_times),
            failed=sum(math.isinf(time) for time in step_times),
        ),
        translate(
            "`request`: `ended` of the last try − `intended` of the first, for each step of "
            "the journeys of the surge."
        ),
        interval=percentile_interval(step_times, 0.95),
    )


@judgement
def con_7(flash: Tries, short_surge: Text | None, criterion: Criterion) -> Measure:
    """Share of success in the first five minutes of a sudden surge."""
    require_long_load(short_surge, criterion.curve.score(flash.at_worst.share))
    return bounded_share(
        criterion,
        flash,
        translate(
            "{done} of {tried} journeys succeeded at the start of the surge.",
            **flash.at_worst.counts,
        ),
        translate(
            "`attempt`: journeys intended in the first 5 min, divided by the scale, of the "
            "surge stage."
        ),
    )


@judgement
def con_5(retries: tuple[Retries, ...], criterion: Criterion) -> Measure:
    """Useful requests ÷ useful requests and vain reloads, in the worst stage without a power cut.

    Lower bound of goodput with ÷ without reloads: a vain reload takes at most the place of one
    request of a journey that would have succeeded, in a service that treats both alike [A].
    """
    reloads = sum(stage.reloads for stage in retries)
    measured = [one for one in retries if one.useful + one.wasted >= FEWEST_RELOADS]
    if reloads < FEWEST_RELOADS or not measured:
        raise NoEvidence(_too_few_reloads(retries))
    worst = min(measured, key=lambda stage: stage.share)
    points = criterion.curve.score(worst.share)
    for stage in retries:  # a longer load could show more vain reloads
        require_long_load(stage.short, points)
    reason = translate(
        "Reloads in the worst stage: {reloads}, of which {vain} without success. Useful requests: "
        "{useful}. At worst, each vain reload took the place of a useful request.",
        reloads=worst.reloads,
        vain=worst.wasted,
        useful=worst.useful,
    )
    if worst.announced:
        announced = translate(
            "Reloads at a time that the service announced: {n}. They are not in vain.",
            n=worst.announced,
        )
        reason = join((reason, announced))
    return Measure(
        worst.share,
        shown(Number(worst.share, 2, "down")),
        reason,
        translate(
            "`request`: `outcome`, and `attempt` above 0 for reloads, of critical journeys in "
            "the stages without a power cut."
        ),
        counted=(worst.useful, worst.useful + worst.wasted),
    )


def _too_few_reloads(retries: tuple[Retries, ...]) -> Text:
    return translate(
        "Reloads in the crisis: {n}. Useful requests: {useful}. At least {least} of each are "
        "needed: whether the service resists reloads was not observed.",
        n=sum(stage.reloads for stage in retries),
        useful=sum(stage.useful for stage in retries),
        least=FEWEST_RELOADS,
    )


@judgement
def con_6(refusals: tuple[Refusal, ...], criterion: Criterion) -> Measure:
    """Share of rejected users who soon got instructions on a light page."""
    if not refusals:
        raise NoEvidence(
            translate("No user was rejected, even at the peak: there was no waiting page to read.")
        )
    if len(refusals) < FEWEST_REJECTED:
        raise NoEvidence(
            translate(
                "Rejected users: {n}; {least} are needed. So few may come from the network alone.",
                n=len(refusals), least=FEWEST_REJECTED,
            )
        )  # fmt: skip
    limit, largest = (criterion.parameters[k] for k in ("maximum_seconds", "maximum_bytes"))
    guided = sum(e.guided and e.seconds <= limit and e.size <= largest for e in refusals)
    value = guided / len(refusals)
    return Measure(
        value,
        share(value, guided, len(refusals)),
        translate(
            "Rejected users: {n}, of whom {guided} got instructions within {limit}.",
            n=len(refusals),
            guided=guided,
            limit=Seconds(limit),
        ),
        translate(
            "`request`: first 429, 5xx, refused connection or missing response of each user. The "
            "last two count on the networks of the crisis only where control users miss a response "
            "too."
        ),
        counted=(guided, len(refusals)),
    )
