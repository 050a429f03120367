"""TER – locality and decentralisation."""

from epreuve.audits.checks.facts.island import Alone
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.locality.translation import translate
from epreuve.audits.checks.measure import Measure, item_points
from epreuve.audits.grid.criterion import Criterion


@judgement
def ter_1(island: Alone, criterion: Criterion) -> Measure:
    """Functions that work with every third party silent: filing, information only, or nothing."""
    blocked = [journey for journey in island.journeys if journey not in island.served]
    if not blocked:
        level, shown = {"filing"}, translate("filing")
    elif island.information:
        level, shown = {"information"}, translate("information")
    else:
        level, shown = set(), translate("nothing")
    if blocked:
        reason = translate("Blocked without third parties: {journeys}.", journeys=blocked)
    else:
        reason = translate("Every journey can be filed without third parties.")
    return Measure(
        item_points(criterion, level),
        shown,
        reason,
        "attempt and observation: window `island:silent`",
    )
