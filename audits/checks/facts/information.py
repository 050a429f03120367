"""Information pages while dependencies are silent."""

from collections.abc import Mapping

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.declared_dependencies import require_dependency
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.reached import FaultPeriod, require_contacted
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Outcome
from epreuve.reports.text import Text, join


@record_kind("information")
class InformationObservation(Record):
    """Load of an information page; the subject is its path."""

    served: bool
    """Whether the page was served."""
    outcome: Outcome
    """Outcome of the request."""
    window: str
    """Window of the plan in which it was loaded, such as `database:silent`."""


@fact
def information(
    plan: Plan, evidence: Evidence, fault_periods: dict[str, tuple[FaultPeriod, ...]],
    uncontacted: dict[str, Text],
) -> Tries:  # fmt: skip
    """Information pages requested while the database was silent; a later answer proves nothing."""
    pages = [
        page
        for page in evidence.observations(InformationObservation)
        if page.record.window not in (ISLAND_CELL, COLD_CELL)
    ]
    if not pages:
        require_dependency(plan, "DB")
        raise NoEvidence(
            translate("No database has a proxy, or the profile has no `information:` page.")
        )
    silent = dict.fromkeys(page.record.window.rpartition(":")[0] for page in pages)
    if uncontacted.keys() >= silent.keys():
        raise NoEvidence(join(uncontacted[name] for name in silent))
    pages = [page for page in pages if page.record.window.rpartition(":")[0] not in uncontacted]
    judged = [page for page in pages if _is_in_time(plan, page, fault_periods)]
    if not judged:
        raise NoEvidence(translate("No information page ended before the database was healed."))
    served = sum(page.record.served for page in judged)
    require_contacted({name: uncontacted[name] for name in silent if name in uncontacted}, served)
    return Tries(len(judged), served)


@fact
def late_information(
    plan: Plan, evidence: Evidence, information: Tries, uncontacted: dict[str, Text]
) -> int:
    """Number of the information pages of each silent database without an answer in time."""
    windows = {
        page.record.window
        for page in evidence.observations(InformationObservation)
        if page.record.window not in (ISLAND_CELL, COLD_CELL)
    }
    silent = {window for window in windows if window.rpartition(":")[0] not in uncontacted}
    return max(len(plan.profile.information) * len(silent) - information.tried, 0)


def _is_in_time(
    plan: Plan,
    page: Observation[InformationObservation],
    periods: Mapping[str, tuple[FaultPeriod, ...]],
) -> bool:
    """Return whether the load of a page ended while its fault was in force."""
    window = plan.window(page.record.window)
    if window is None:
        return True
    link = dependency_link(window.name.rpartition(":")[0])
    healed = [one.end for one in periods.get(link, ()) if one.end > window.start]
    return page.time <= min(healed, default=window.end)
