"""Components of the service, by its bill of materials."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.independence.translation import translate
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.bill_of_materials import Components


@fact
def components(plan: Plan) -> Components:
    """Bill of materials of the profile, as it was when the run was planned."""
    if plan.components is None:
        raise NoEvidence(translate("The profile names no bill of materials (`components:`)."))
    return plan.components
