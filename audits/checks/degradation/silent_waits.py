"""DEG-3: waits of users while one dependency is silent."""

import math

from epreuve.audits.checks.degradation.dependencies import silent_in
from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.facts.undeclared import Undeclared, require_declared
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, cut_off_journeys, is_one_verdict, seconds
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.letters import PASS
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Seconds


@judgement
def deg_3(
    matrix: tuple[Cell, ...],
    calm_waits: tuple[float, ...],
    unproven: dict[str, Text],
    undeclared: Undeclared,
    criterion: Criterion,
) -> Measure:
    """95th percentile of the wait for success or a clear message, dependency silent.

    Users of a dependency that was never contacted may wait longer: only a mark of 0 is certain.
    Where journeys without any fault already take too long to pass, no dependency is the cause.
    Users whom the next event cut off waited at least until then; without end, at worst. So do those
    of an undeclared third party.
    """
    _require_short_calm(calm_waits, criterion)
    require_declared(undeclared.hosts)
    silent = silent_in(matrix)
    waits = [wait for cell in silent for wait in cell.waits]
    cut = [wait for cell in silent for wait in cell.cut_waits]
    best = percentile([*waits, *cut], 0.95)
    worst = percentile([*waits, *(math.inf for _ in cut)], 0.95)
    if not is_one_verdict(criterion, worst, best):
        raise NoEvidence(join(cut_off_journeys(silent)))
    require_contacted(unproven, criterion.curve.score(worst))
    reason = translate(
        "Journeys while a dependency was silent: {n}. A wait ends with the first clear message "
        "or with the success. A failure without a message counts as endless.",
        n=len(waits) + len(cut),
    )
    return Measure(
        worst,
        seconds(best) if worst == best else translate("at least {time}", time=Seconds(best)),
        join((reason, *cut_off_journeys(silent))),
        translate(
            "Silent dependency: `ended` − `intended` of `attempt`, or the first response of "
            "`request` where `guided` is true."
        ),
        interval=Interval(best, worst) if worst > best else None,
    )


def _require_short_calm(calm_waits: tuple[float, ...], criterion: Criterion) -> None:
    usual = percentile(calm_waits, 0.95) if calm_waits else 0.0
    if criterion.curve.score(usual) < PASS:
        raise NoEvidence(
            translate(
                "Without any fault, 95% of the journeys already take up to {time}: no dependency "
                "is the cause of such a wait.",
                time=Seconds(usual, 1),
            )
        )
