"""Criteria that a crisis cannot show: it cuts no power, or has no surge, or no poor link in it."""

from epreuve.audits.checks.facts.surge import POOR, surge_stage
from epreuve.audits.checks.judgement import needs_fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.crises.crisis import Stage
from epreuve.audits.planning.plan import Plan


def is_untested(criterion_id: str, plan: Plan) -> bool:
    """Return whether the crisis has no event that a criterion needs, whatever the service does.

    A part that the profile or the time leaves out is not meant: the crisis has it.
    """
    stages = plan.crisis.stages
    if needs_fact(criterion_id, "cuts_of_the_crisis") or needs_fact(criterion_id, "recoveries"):
        return not any(stage.cuts for stage in stages)
    if needs_fact(criterion_id, "surge"):
        return _surge(plan) is None
    if needs_fact(criterion_id, "links"):
        surge = _surge(plan)
        return surge is None or not POOR & surge.networks.keys()
    return False


def _surge(plan: Plan) -> Stage | None:
    try:
        return surge_stage(plan)[0]
    except NoEvidence:
        return None
