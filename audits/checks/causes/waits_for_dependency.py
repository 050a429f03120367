"""Cause: the service waits for a third party, without a time limit."""

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.fallback_sentences import fallbacks, stopped_at
from epreuve.audits.checks.causes.silent_stops import Stop, without_stops
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.reports.text import join

MANY = 3  # dependencies from which the work is large [A]


@cause
def waits_for_dependency(silent_stops: tuple[Stop, ...], matrix: tuple[Cell, ...]) -> Cause | None:
    """Journeys stop in silence, at a step that calls a third party that does not respond."""
    stops = [stop for stop in silent_stops if stop.is_third_party and stop.is_wait]
    if not stops:
        return None
    limit = translate(
        "Give each of these calls a time limit of 2 seconds, then continue without its response."
    )
    return Cause(
        title=translate("Calls to third parties in the request, without a short time limit"),
        observed=translate(
            "Silent dependency, step where its users waited in vain: {stops}.",
            stops=stopped_at(stops),
        ),
        repair=join((limit, *fallbacks(stops))),
        effort=3 if len({stop.dependency for stop in stops}) >= MANY else 2,
        raises=without_stops(matrix, stops),
    )
