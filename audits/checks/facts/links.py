"""Poor mobile links in the surge, against control users on clean links in the same window."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import Tries, tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.late_successes import require_long_load
from epreuve.audits.checks.facts.surge import POOR, SurgeStage
from epreuve.audits.planning.plan import CONTROL_COHORT
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import Text


@dataclass(frozen=True)
class Links:
    """Critical journeys of one window on poor links, and on clean ones."""

    poor: Tries
    clean: Tries


@fact
def links(attempts: list[Attempt], surge_stage: SurgeStage, short_surge: Text | None) -> Links:
    """Critical journeys in the surge over `edge-lossy` and `4g-congested`, and control users."""
    require_long_load(short_surge)
    window = surge_stage[1]
    return Links(
        tries(attempts, window, POOR), tries(attempts, window, frozenset({CONTROL_COHORT}))
    )
