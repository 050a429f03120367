"""The page that tells how the service is, when the service cannot."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.records import Observation
from epreuve.probes.evidence.store import Evidence


@fact
def status_page(plan: Plan, evidence: Evidence) -> Observation | None:
    """What it showed while the power was cut; None when the profile says that there is none."""
    declared = plan.profile.status_page
    if declared == "none":
        return None
    if declared is None:
        raise NoEvidence(
            "le profil ne nomme pas de page d'état; s'il n'y en a pas, écrire `status_page: none`",
            "the profile names no status page; if there is none, write `status_page: none`",
        )
    dark: list[tuple[float, bool]] = [
        (each.time, each.value.get("what") == "off") for each in evidence.observations("power")
    ]
    for seen in evidence.observations("status page"):
        before = [off for time, off in dark if time <= seen.time]
        if before and before[-1]:
            return seen
    raise NoEvidence(
        "la page d'état n'a pas été lue pendant une coupure du service",
        "the status page was not read while the service was cut",
    )
