"""Number of journeys under which a run has no score.

The load follows the declared normal peak. With a very small one, a service has nearly no load.
"""

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import wilson
from epreuve.audits.scoring.journeys_with_receipts import with_receipts_only
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Percent

FEWEST = 20  # with all of 20, at least 88 % succeed (90 % confidence); with all of 10, 79 % [A]


def few_journeys(facts: Facts) -> Text | None:
    """Return why a run has too few critical journeys for a score; None where there are enough.

    Where some of them give a receipt, only these count.
    """
    facts = with_receipts_only(facts) or facts
    try:
        number: int = facts.surge_journeys
        found = translate(
            "Critical journeys in the surge: {n}. A score needs {least}.", n=number, least=FEWEST
        )
    except NoEvidence:
        number = facts.crowd_journeys
        found = translate(
            "Critical journeys, without those of the dependency matrix: {n}. A score needs "
            "{least}.",
            n=number,
            least=FEWEST,
        )
    if number >= FEWEST:
        return None
    reason = translate(
        "If all of {least} succeed, the success is at least {share}, with 90% confidence. The "
        "normal peak is {peak} journeys per minute: correct `normal_peak`, or give the run more "
        "time (`--full`).",
        least=FEWEST,
        share=Percent(wilson(FEWEST, FEWEST).low, 0),
        peak=Number(facts.plan.profile.service.normal_peak * 60, 2),
    )
    return join((found, reason))
