"""CON – continuity under surge."""

import math

from epreuve.audits.checks.continuity.ramp import Part
from epreuve.audits.checks.continuity.refusals import Refusal, Retries
from epreuve.audits.checks.continuity.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.surge import Goodput
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, seconds, share, share_of_tries, shown
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.translation import Number, Seconds

RAMP = "attempt and request: the ramp in at most six parts, success ≥ 95 % and p95 ≤ 5 s"


@judgement
def con_1(surge: Tries) -> Measure:
    """Share of critical journeys that succeed in the surge."""
    return share_of_tries(
        surge,
        translate("{done} of {tried} journeys succeeded during the surge.", **surge.counts),
        "attempt: intended in the surge stage, critical journeys, citizens with a link",
        is_sample=True,
    )


@judgement
def con_2(goodput: Goodput) -> Measure:
    """Goodput at the peak of the surge divided by the best goodput of the ramp."""
    value = goodput.peak / goodput.best
    return Measure(
        value,
        shown(Number(value, 2, "down")),
        translate(
            "{peak} successful journeys per minute at the peak of the surge. The best rate during "
            "the ramp, limited by the demand, was {best}.",
            peak=Number(goodput.peak * 60, 0, "down"),
            best=Number(goodput.best * 60, 0, "down"),
        ),
        "attempt: share of success × planned rate, surge ÷ best third of the ramp, at most asked",
    )


@judgement
def con_3(step_times: tuple[float, ...]) -> Measure:
    """95th percentile of step times in the surge, from the intended start."""
    value = percentile(step_times, 0.95)
    return Measure(
        value,
        seconds(value),
        translate(
            "95% of {n} steps were faster than this. Failed steps, which count as endless: "
            "{failed}.",
            n=len(step_times),
            failed=sum(math.isinf(time) for time in step_times),
        ),
        "request: ended − intended, arrivals judged in the surge stage",
    )


@judgement
def con_7(flash: Tries) -> Measure:
    """Share of success in the first five minutes of a sudden surge."""
    return share_of_tries(
        flash,
        translate(
            "{done} of {tried} journeys succeeded at the start of the surge.", **flash.counts
        ),
        "attempt: intended in the first 5 min (scaled) of the surge stage",
        is_sample=True,
    )


@judgement
def con_4(ramp_parts: tuple[Part, ...]) -> Measure:
    """Mean load of the last part of the ramp before the first failure."""
    held = 0
    while held < len(ramp_parts) and ramp_parts[held].held:
        held += 1
    if held == len(ramp_parts):
        value = ramp_parts[-1].multiple
        return Measure(
            value,
            translate("at least ×{multiple}", multiple=Number(value, 1, "down")),
            translate("The limit was not reached: the ramp stops there. Only proven load counts."),
            RAMP,
        )
    value = ramp_parts[held - 1].multiple if held else 1.0
    failed = ramp_parts[held]
    return Measure(
        value,
        translate("×{multiple}", multiple=Number(value, 1, "down")),
        translate(
            "At ×{multiple}: {done} of {tried} journeys succeeded. 95% of the steps took less than "
            "{wait}.",
            multiple=Number(failed.multiple, 1),
            done=failed.succeeded,
            tried=failed.tried,
            wait=Seconds(failed.p95),
        ),
        RAMP,
    )


@judgement
def con_5(retries: Retries) -> Measure:
    """Useful requests ÷ useful requests and vain reloads, in the whole crisis.

    Lower bound of goodput with ÷ without reloads: a vain reload takes at most the place of one
    request of a journey that would have succeeded, in a service that treats both alike [A].
    """
    total = retries.useful + retries.wasted
    if not total:
        raise NoEvidence(translate("No request of the crisis was useful, and none was reloaded."))
    value = retries.useful / total
    if retries.reloads:
        reason = translate(
            "Reloads: {reloads}, of which {vain} without success. Useful requests: {useful}. At "
            "worst, each vain reload took the place of a useful request.",
            reloads=retries.reloads,
            vain=retries.wasted,
            useful=retries.useful,
        )
    else:
        reason = translate(
            "No user had to reload. Useful requests at the first attempt: {useful}.",
            useful=retries.useful,
        )
    return Measure(
        value,
        shown(Number(value, 2, "down")),
        reason,
        "request: attempt > 0 and outcome, critical journeys of all stages during the crisis",
    )


@judgement
def con_6(refusals: tuple[Refusal, ...], criterion: Criterion) -> Measure:
    """Share of rejected users who soon got instructions on a light page."""
    if not refusals:
        raise NoEvidence(
            translate("No user was rejected, even at the peak: there was no waiting page to read.")
        )
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
        "request: first 429, 5xx, refused connection or missing response of each citizen",
        counted=(guided, len(refusals)),
    )
