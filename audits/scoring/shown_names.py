"""Titles of the ids of a plan: windows, journeys, dependencies, users, links, power cuts."""

from epreuve.audits.crises.network import networks
from epreuve.audits.crises.power_pattern import power_patterns
from epreuve.audits.planning.calibration import CONTROL_COHORT
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.proxy_names import browser_endpoint, citizen_link, dependency_link
from epreuve.audits.profile.name import title_of
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text


def shown_names(plan: Plan) -> dict[str, Text]:
    """Return the title of each id that evidence of a run of this plan may name."""
    dependencies = {str(name): title_of(name) for name in plan.profile.dependencies}
    users = {one.name: _users(plan, one.name) for one in plan.cohorts}
    names = {name: pattern.title for name, pattern in power_patterns().items()}
    names |= {one.name: one.title for one in plan.windows}
    names |= {str(name): title_of(name) for name in plan.profile.journeys} | dependencies | users
    names |= {dependency_link(name): title for name, title in dependencies.items()}
    names |= {citizen_link(name): title for name, title in users.items()}
    for cohort, title in users.items():
        for name, dependency in dependencies.items():
            names[citizen_link(browser_endpoint(cohort, name))] = translate(
                "{users} to {dependency}", users=title, dependency=dependency
            )
    return names


def _users(plan: Plan, cohort: str) -> Text:
    """Return the title of the users of a cohort; of those of a probe, with their link."""
    if cohort == CONTROL_COHORT:
        return translate("control")
    if cohort in plan.crisis.cohorts or cohort in networks():
        return plan.crisis.cohort_title(cohort)
    spans = (one for one in plan.spans if one.link.startswith(citizen_link(cohort)))
    span = next(spans, None)
    if span is None:
        return translate("probe")
    return translate("probe ({link})", link=plan.span_title(span))
