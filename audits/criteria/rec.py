"""REC – recovery."""

import math

from epreuve.audits.facts.attempts import Tries
from epreuve.audits.facts.recovery import Recovery
from epreuve.audits.measure import Measure, seconds, share, text
from epreuve.audits.profile import Objectives


def rec_1(recoveries: tuple[Recovery, ...], objectives: Objectives) -> Measure:
    """Seconds from power back to a useful service, worst of the cuts; boot times are real."""
    value = max(
        math.inf if each.useful is None else each.useful - each.power_back for each in recoveries
    )
    broken = objectives.max_outage is not None and value > objectives.max_outage
    return Measure(
        value,
        seconds(value),
        text(
            "De nouveau 95 % de réussite après le retour du courant"
            + ("; au-delà de la durée promise." if broken else "."),
            "Back to 95% success after the power returned"
            + ("; beyond the promised duration." if broken else "."),
        ),
        "attempt: first window of 5 min (scaled) with at least 95 % success",
        halved=broken,
    )


def rec_2(recoveries: tuple[Recovery, ...]) -> Measure:
    """Share of single cuts and series of cuts after which the service came back by itself."""
    back = sum(each.answering is not None for each in recoveries)
    return Measure(
        back / len(recoveries),
        share(back / len(recoveries), back, len(recoveries)),
        text(
            f"Revenu seul après {back} épreuve(s) de coupure sur {len(recoveries)}.",
            f"Came back alone after {back} of {len(recoveries)} cut trials.",
        ),
        "observation: probe `power`; request: first success after each return",
    )


def rec_5(rebound: Tries) -> Measure:
    """Share of success when everybody comes back."""
    return Measure(
        rebound.share,
        share(rebound.share, rebound.succeeded, rebound.tried),
        text(
            f"{rebound.succeeded} démarches sur {rebound.tried} ont abouti au retour.",
            f"{rebound.succeeded} of {rebound.tried} journeys succeeded on return.",
        ),
        "attempt: first stage of the phase after",
    )
