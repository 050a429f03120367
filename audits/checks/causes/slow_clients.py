"""Cause: slow clients hold the workers of the service."""

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.crowd import Crowd
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.links import WORKING
from epreuve.audits.checks.statistics.difference import CHANCE, less_by_chance
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Percent, Seconds

SLOWER, ADDED = 3.0, 1.0  # times as slow, and seconds more: with both, clean links are slower [A]


@cause
def slow_clients(crowd: Crowd) -> Cause | None:
    """The service served this load from clean links alone, and not among users on poor links.

    Either users on clean links fail or wait too, which a weak link alone cannot cause, or the
    service itself ends most of the slow connections.
    """
    ends_them = crowd.poor.share < WORKING and 2 * crowd.closed > (
        crowd.poor.tried - crowd.poor.succeeded
    )
    if not crowd.is_within_ramp or not (_holds_workers(crowd) or ends_them):
        return None
    return Cause(
        title=translate("Slow clients hold the workers of the service"),
        observed=_observed(crowd),
        repair=translate(
            "Put a reverse proxy that buffers requests and responses (nginx, HAProxy, Caddy) in "
            "front of the application: it waits for the slow links, and a worker is busy for "
            "milliseconds only."
        ),
        effort=1,
        raises=dict.fromkeys(("CON-1", "CON-2", "CON-3", "CON-7", "FRU-2"), FULL),
    )


def _holds_workers(crowd: Crowd) -> bool:
    clean, ramp = crowd.clean, crowd.ramp
    counts = (clean.succeeded, clean.tried, ramp.succeeded, ramp.tried)
    is_slower = crowd.clean_p95 > max(SLOWER * ramp.p95, ADDED + ramp.p95)
    return is_slower or less_by_chance(*counts) <= CHANCE


def _observed(crowd: Crowd) -> Text:
    before = translate(
        "From clean links alone, the service served ×{ramp} the normal load, with 95% of the "
        "steps within {time}.",
        ramp=Number(crowd.ramp.proven, 1, "down"),
        time=Seconds(crowd.ramp.p95),
    )
    surge = translate(
        "In the surge (×{load}, most users on slow links), {poor} of the journeys on poor links "
        "succeeded, and {clean} of those on clean links. There, 95% of the steps ended within "
        "{time}, failed ones included.",
        load=Number(crowd.load, 1),
        poor=Percent(crowd.poor.share, 0),
        clean=Percent(crowd.clean.share, 0),
        time=Seconds(crowd.clean_p95),
    )
    closed = translate(
        "The service ended {n} of the failed journeys on poor links itself.", n=crowd.closed
    )
    return join((before, surge, closed) if crowd.closed else (before, surge))
