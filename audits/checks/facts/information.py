"""Information pages while dependencies are silent."""

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.silent_cells import require_declared
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Plan
from epreuve.probes.evidence.observation import Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Outcome


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
def information(plan: Plan, evidence: Evidence) -> Tries:
    """Information pages requested while the database was silent."""
    pages = [
        page.record
        for page in evidence.observations(InformationObservation)
        if page.record.window not in (ISLAND_CELL, COLD_CELL)
    ]
    if not pages:
        require_declared(plan, "DB")
        raise NoEvidence(
            translate("No database has a proxy, or the profile has no `information:` page.")
        )
    return Tries(len(pages), sum(page.served for page in pages))
