"""REC-3: start of the service while every third party is silent."""

from epreuve.audits.checks.facts.alone import Alone
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import (
    Measure,
    is_one_verdict,
    item_points,
    share,
    unused_names,
)
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.recovery.translation import translate
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text, join


@judgement
def rec_3(
    cold_start: Alone,
    unproven_third_parties: dict[str, Text],
    unused_third_parties: tuple[str, ...],
    criterion: Criterion,
) -> Measure:
    """Critical journeys served after a start with every third party silent: all, some or none.

    Information pages alone are no start of the journeys: TER-1 counts them. Third parties that
    were never contacted have the same effect as on TER-1. An undecided journey is served at best.
    """
    served, tried = len(cold_start.served), len(cold_start.journeys)
    undecided = cold_start.undecided.values()
    value = _start_points(criterion, served, tried)
    best = _start_points(criterion, served + len(undecided), tried)
    if not is_one_verdict(criterion, value, best):
        raise NoEvidence(join(undecided))
    information = {
        True: [translate("Information pages were served.")],
        False: [translate("Information pages were not served.")],
        None: [],
    }[cold_start.information]
    journeys = translate(
        "Critical journeys served after a start without any third party: {served} of {tried}.",
        served=served,
        tried=tried,
    )
    require_contacted(unproven_third_parties, criterion.curve.score(value))
    return Measure(
        value,
        share(served / tried, served, tried),
        join((journeys, *undecided, *information, *unused_names(unused_third_parties))),
        translate("`attempt`: control users of the cold start."),
        interval=Interval(value, best) if best > value else None,
    )


def _start_points(criterion: Criterion, served: int, tried: int) -> float:
    level = {"full"} if served == tried else {"partial"} if served else set()
    return item_points(criterion, level)
