"""The status page, read while the service has no power (DEG-6)."""

from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.records.power import POWER_EVENTS, PowerOff
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence


@fact
def status_page(plan: Plan, evidence: Evidence) -> Observation[StatusPageObservation] | None:
    """Page load of the status page during a power cut; None for `status_page: none`."""
    declared = plan.profile.status_page
    if declared == "none":
        return None
    if declared is None:
        raise NoEvidence(
            translate(
                "The profile names no status page. If there is none, write `status_page: none`."
            )
        )
    power = list(evidence.observations(*POWER_EVENTS))
    for page in evidence.observations(StatusPageObservation):
        before = [event.record for event in power if event.time <= page.time]
        if before and isinstance(before[-1], PowerOff):
            return page
    raise NoEvidence(translate("The status page was not read while the service was cut."))
