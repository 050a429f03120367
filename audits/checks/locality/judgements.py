"""TER – locality and decentralisation."""

from epreuve.audits.checks.facts.alone import Alone
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.locality.translation import translate
from epreuve.audits.checks.measure import Measure, item_points, unused_names
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text, join


@judgement
def ter_1(
    island: Alone,
    unproven_third_parties: dict[str, Text],
    unused_third_parties: tuple[str, ...],
    criterion: Criterion,
) -> Measure:
    """Functions that work with every third party silent: filing, information only, or nothing.

    Only third parties that were contacted were certainly silent for the service: with another one,
    what works proves nothing. An undecided journey is filed at best: the mark stands only where
    another one is blocked.
    """
    others = [journey for journey in island.journeys if journey not in island.served]
    blocked = [journey for journey in others if journey not in island.undecided]
    if others and not blocked:
        raise NoEvidence(join(island.undecided.values()))
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
    value = item_points(criterion, level)
    require_contacted(unproven_third_parties, criterion.curve.score(value))
    return Measure(
        value,
        shown,
        join((reason, *island.undecided.values(), *unused_names(unused_third_parties))),
        translate("`attempt` and `observation`: window with every third party silent."),
    )
