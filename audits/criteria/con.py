"""CON – continuity under surge."""

import math

from epreuve.audits.facts.attempts import Tries
from epreuve.audits.facts.percentile import percentile
from epreuve.audits.facts.surge import Goodput
from epreuve.audits.measure import Measure, seconds, share, text


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
    )


def con_2(goodput: Goodput) -> Measure:
    """Goodput at the peak against the best of the ramp."""
    value = goodput.peak / goodput.best
    return Measure(
        value,
        text(f"{value:.2f}".replace(".", ","), f"{value:.2f}"),
        text(
            f"{goodput.peak * 60:.0f} démarches réussies par minute au plus fort de l'afflux, "
            f"{goodput.best * 60:.0f} au mieux pendant la montée.",
            f"{goodput.peak * 60:.0f} successful journeys a minute at the peak, "
            f"{goodput.best * 60:.0f} at best in the ramp.",
        ),
        "attempt: share of success × planned rate, surge plateau ÷ best third of the ramp",
    )


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
    )
