"""Cause: the service notices that a third party fails, and has no alternative."""

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.fallback_sentences import fallbacks, stopped_at
from epreuve.audits.checks.causes.silent_stops import Stop, without_stops
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.reports.text import join


@cause
def no_alternative(silent_stops: tuple[Stop, ...], matrix: tuple[Cell, ...]) -> Cause | None:
    """Journeys stop at a step that responds in time with an error: the call has a time limit."""
    stops = [stop for stop in silent_stops if stop.is_third_party and not stop.is_wait]
    if not stops:
        return None
    return Cause(
        title=translate("Third parties without an alternative"),
        observed=translate(
            "Silent dependency, step that then ended with an error in time: {stops}. So the "
            "calls have a time limit, but the journey needs their response.",
            stops=stopped_at(stops),
        ),
        repair=join(
            (translate("Make these calls optional: continue without them."), *fallbacks(stops))
        ),
        effort=2,
        raises=without_stops(matrix, stops),
    )
