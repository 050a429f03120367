"""What the service is made of, by its bill of materials, and what it shows of its code."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.probes.evidence.store import Evidence


@fact
def published(evidence: Evidence) -> str:
    """The licence and repository that the service shows in `publiccode.yml`; "" without it."""
    seen = next(evidence.observations("publiccode"), None)
    return "" if seen is None else f"{seen.value['licence']}, {seen.value['repository']}"


@fact
def components(plan: Plan) -> Components:
    """The file that the profile names, as it was when the run was planned."""
    if plan.components is None:
        raise NoEvidence(
            "le profil ne nomme pas de nomenclature des composants (`components:`)",
            "the profile names no bill of materials (`components:`)",
        )
    return plan.components
