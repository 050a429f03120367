"""REC – recovery."""

import math

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.deferred import Backlog
from epreuve.audits.checks.facts.island import Alone
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, seconds, share, text, worth
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.model import Objectives


@judgement
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


@judgement
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


@judgement
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
        counted=(rebound.succeeded, rebound.tried),
    )


@judgement
def rec_3(cold_start: Alone, criterion: Criterion) -> Measure:
    """A start with every third party silent: all critical journeys, a part, or nothing."""
    whole = len(cold_start.served) == len(cold_start.journeys)
    part = bool(cold_start.served) or cold_start.information
    level = {"full"} if whole else {"partial"} if part else set()
    served, tried = len(cold_start.served), len(cold_start.journeys)
    return Measure(
        worth(criterion, level),
        share(served / tried, served, tried),
        text(
            f"{served} démarches essentielles sur {tried} servies après un démarrage sans aucun "
            f"tiers; information {'servie' if cold_start.information else 'non servie'}.",
            f"{served} of {tried} critical journeys served after a start with no third party; "
            f"information {'served' if cold_start.information else 'not served'}.",
        ),
        "attempt: witnesses of the window `cold-start:silent`",
    )


@judgement
def rec_4(backlog: Backlog) -> Measure:
    """Time to process what was filed during the partner's silence ÷ the length of that silence."""
    value = math.inf if backlog.left else backlog.took / backlog.outage
    up = "∞" if backlog.left else f"{math.ceil(value * 100) / 100:.2f}"
    return Measure(
        value,
        text(f"× {up}".replace(".", ","), f"× {up}"),
        text(
            f"{backlog.filed} dossiers déposés pendant {backlog.outage:.1f} s de silence; "
            + (
                f"{backlog.left} jamais traités tant qu'on a regardé."
                if backlog.left
                else f"tous traités {backlog.took:.1f} s après le retour."
            ),
            f"{backlog.filed} files while the partner was silent for {backlog.outage:.1f} s; "
            + (
                f"{backlog.left} not processed for as long as we looked."
                if backlog.left
                else f"all processed {backlog.took:.1f} s after its return."
            ),
        ),
        "observation: probe `backlog`",
    )
