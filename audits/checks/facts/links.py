"""Poor mobile links in the surge, against control users on clean links in the same window."""

from collections.abc import Mapping
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import Tries, tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.late_successes import require_long_load
from epreuve.audits.checks.facts.reached import FaultPeriod
from epreuve.audits.checks.facts.surge import POOR, SurgeStage
from epreuve.audits.planning.plan import CONTROL_COHORT
from epreuve.audits.planning.proxy_names import citizen_link
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import Text

WORKING = 0.95  # share of journeys that succeed over links on which the service works


@dataclass(frozen=True)
class Links:
    """Critical journeys of one window on poor links, and on clean ones."""

    poor: Tries
    clean: Tries


@fact
def links(
    attempts: list[Attempt],
    surge_stage: SurgeStage,
    short_surge: Text | None,
    fault_periods: dict[str, tuple[FaultPeriod, ...]],
) -> Links:
    """Critical journeys in the surge over `edge-lossy` and `4g-congested`, and control users.

    A journey that was still open when its link became a clean one shows nothing about that link.
    """
    require_long_load(short_surge)
    window = surge_stage[1]
    slow = [one for one in attempts if not _outlasts(one, fault_periods)]
    return Links(tries(slow, window, POOR), tries(attempts, window, frozenset({CONTROL_COHORT})))


def _outlasts(attempt: Attempt, periods: Mapping[str, tuple[FaultPeriod, ...]]) -> bool:
    """Return whether an attempt began on a link with a fault and succeeded after its end."""
    if attempt.outcome != "success":
        return False
    return any(
        period.start <= attempt.intended < period.end < attempt.ended
        for period in periods.get(citizen_link(attempt.cohort), ())
    )
