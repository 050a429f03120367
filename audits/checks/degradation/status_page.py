"""The status page, read while the service has no power (DEG-6)."""

from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.power_cuts import ActualCut, require_valid
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence


@fact
def status_page(
    plan: Plan, evidence: Evidence, power_cuts: tuple[ActualCut, ...]
) -> Observation[StatusPageObservation] | None:
    """Page load of the status page during a power cut; None where the profile names none."""
    if plan.profile.status_page in (None, "none"):
        return None
    cuts = [cut for cut in power_cuts if cut.void is None]
    for page in evidence.observations(StatusPageObservation):
        if any(cut.start <= page.time and (cut.end or page.time) >= page.time for cut in cuts):
            return page
    require_valid(power_cuts)
    raise NoEvidence(translate("The status page was not read while the service was cut."))
