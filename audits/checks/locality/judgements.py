"""TER – locality and decentralisation."""

from epreuve.audits.checks.facts.island import Alone
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, text, worth
from epreuve.audits.grid.criterion import Criterion


@judgement
def ter_1(island: Alone, criterion: Criterion) -> Measure:
    """With every third party silent: filing works, information only, or nothing."""
    filing = len(island.served) == len(island.journeys)
    level = {"filing"} if filing else {"information"} if island.information else set()
    names = ", ".join(each for each in island.journeys if each not in island.served)
    return Measure(
        worth(criterion, level),
        text(
            "dépôt" if filing else "information" if island.information else "rien",
            "filing" if filing else "information" if island.information else "nothing",
        ),
        text(
            f"Impossible sans les tiers : {names}." if names else "Tout se dépose sans les tiers.",
            f"Impossible without third parties: {names}."
            if names
            else "Everything can be filed without third parties.",
        ),
        "attempt and observation: window `island:silent`",
    )
