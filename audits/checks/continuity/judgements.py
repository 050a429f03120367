"""CON – continuity under surge."""

import math

from epreuve.audits.checks.continuity.ramp import Part
from epreuve.audits.checks.continuity.refusals import Refusal, Retries
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.surge import Goodput
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, seconds, share, text
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.grid.criterion import Criterion


@judgement
def con_1(surge: Tries) -> Measure:
    """Share of critical journeys that succeed in the surge."""
    return Measure(
        surge.share,
        share(surge.share, surge.succeeded, surge.tried),
        text(
            f"{surge.succeeded} démarches sur {surge.tried} ont abouti pendant l'afflux.",
            f"{surge.succeeded} of {surge.tried} journeys succeeded during the surge.",
        ),
        "attempt: intended in the surge stage, critical journeys, citizens with a link",
        counted=(surge.succeeded, surge.tried),
    )


@judgement
def con_2(goodput: Goodput) -> Measure:
    """Goodput at the peak against the best of the ramp."""
    value = goodput.peak / goodput.best
    return Measure(
        value,
        text(f"{value:.2f}".replace(".", ","), f"{value:.2f}"),
        text(
            f"{goodput.peak * 60:.0f} démarches réussies par minute au plus fort de l'afflux, "
            f"{goodput.best * 60:.0f} au mieux pendant la montée ou demandées.",
            f"{goodput.peak * 60:.0f} successful journeys a minute at the peak, "
            f"{goodput.best * 60:.0f} at best in the ramp, or asked.",
        ),
        "attempt: share of success × planned rate, surge ÷ best third of the ramp, at most asked",
    )


@judgement
def con_3(step_times: tuple[float, ...]) -> Measure:
    """95th percentile of step times in the surge, from the intended start."""
    value = percentile(step_times, 0.95)
    failed = sum(math.isinf(each) for each in step_times)
    return Measure(
        value,
        seconds(value),
        text(
            f"95 % des {len(step_times)} étapes durent moins que cela; {failed} ont échoué et "
            "comptent comme sans fin.",
            f"95% of {len(step_times)} steps took less; {failed} failed and count as endless.",
        ),
        "request: ended − intended, arrivals judged in the surge stage",
    )


@judgement
def con_7(flash: Tries) -> Measure:
    """Share of success in the first five minutes of a sudden surge."""
    return Measure(
        flash.share,
        share(flash.share, flash.succeeded, flash.tried),
        text(
            f"{flash.succeeded} démarches sur {flash.tried} ont abouti au début de l'afflux.",
            f"{flash.succeeded} of {flash.tried} journeys succeeded as the surge began.",
        ),
        "attempt: intended in the first 5 min (scaled) of the surge stage",
        counted=(flash.succeeded, flash.tried),
    )


@judgement
def con_4(ramp_parts: tuple[Part, ...]) -> Measure:
    """The mean load of the last part of the ramp up to which all parts held."""
    held = 0
    while held < len(ramp_parts) and ramp_parts[held].held:
        held += 1
    if held == len(ramp_parts):
        value = ramp_parts[-1].multiple
        fr = f"au moins ×{value:.1f}".replace(".", ",")
        return Measure(
            value,
            text(fr, f"at least ×{value:.1f}"),
            text(
                "La limite n'a pas été atteinte : la montée s'arrête là, seul compte le prouvé.",
                "The limit was not reached: the ramp ends there, what was proven counts.",
            ),
            RAMP,
        )
    value = ramp_parts[held - 1].multiple if held else 1.0
    broke = ramp_parts[held]
    wait = seconds(broke.p95)
    return Measure(
        value,
        text(f"×{value:.1f}".replace(".", ","), f"×{value:.1f}"),
        text(
            f"À ×{broke.multiple:.1f} : {broke.succeeded} démarches réussies sur {broke.tried}, "
            f"95 % des étapes en {wait.fr}.",
            f"At ×{broke.multiple:.1f}: {broke.succeeded} of {broke.tried} journeys succeeded, "
            f"95% of the steps within {wait.en}.",
        ),
        RAMP,
    )


RAMP = "attempt and request: the ramp in six parts, success ≥ 95 % and p95 ≤ 5 s"


@judgement
def con_5(retries: Retries) -> Measure:
    """Useful requests ÷ useful requests and vain reloads, in the surge.

    A lower bound of goodput with ÷ without reloads: a vain reload takes at most the place of one
    request of a journey that would have been completed, in a service that does not tell them
    apart [A].
    """
    shared = retries.useful + retries.wasted
    value = retries.useful / shared if shared else 1.0
    words = text(
        f"{retries.reloads} relances dont {retries.wasted} vaines, face à {retries.useful} "
        "requêtes utiles : au pire, chacune a pris la place d'une requête utile.",
        f"{retries.reloads} reloads, {retries.wasted} of them vain, beside {retries.useful} "
        "useful requests: at worst, each took the place of a useful one.",
    )
    if not retries.reloads:
        words = text(
            f"Personne n'a eu à relancer ({retries.useful} requêtes utiles au premier essai).",
            f"Nobody had to reload ({retries.useful} useful requests, all first tries).",
        )
    return Measure(
        value,
        text(f"{int(value * 100) / 100:.2f}".replace(".", ","), f"{int(value * 100) / 100:.2f}"),
        words,
        "request: attempt > 0 and outcome, critical journeys of the surge stage",
    )


@judgement
def con_6(refusals: tuple[Refusal, ...], criterion: Criterion) -> Measure:
    """Share of those turned away who were told what to do, soon and on a light page."""
    if not refusals:
        raise NoEvidence(
            "personne n'a été refusé, même au plus fort : la page d'attente n'a pas été vue",
            "nobody was turned away, even at the peak: the waiting page was not seen",
        )
    most, heaviest = (criterion.parameters[k] for k in ("maximum_seconds", "maximum_bytes"))
    told = sum(e.told and e.seconds <= most and e.size <= heaviest for e in refusals)
    value = told / len(refusals)
    return Measure(
        value,
        share(value, told, len(refusals)),
        text(
            f"{len(refusals)} usagers refusés; {told} ont su quoi faire en {most:.0f} s.",
            f"{len(refusals)} users turned away; {told} were told what to do within {most:.0f} s.",
        ),
        "request: first 429, 5xx, closed door or absence of answer of each citizen",
        counted=(told, len(refusals)),
    )
