"""Dependencies at which the run saw users sign in, whatever kind the profile gives them."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.load.records import RedirectObservation

_WITHOUT_USERS = ("DB", "BO")  # browsers load files from an OBJ, and open none of these


@fact
def identity_providers(plan: Plan, evidence: Evidence) -> frozenset[str]:
    """Dependencies that received a sign-in of the service, or to which users are sent.

    The proxies count requests by path. Users are sent to a dependency declared as a database or a
    back office only if it is something else.
    """
    signed_in = {
        link
        for reading in evidence.observations(TrafficObservation)
        for link, number in reading.record.sign_ins.items()
        if number
    }
    opened = {one.record.host for one in evidence.observations(RedirectObservation)}
    for page in evidence.observations(PageObservation):
        opened.update(page.record.third_parties)
    return frozenset(
        name
        for name, dependency in plan.profile.dependencies.items()
        if dependency_link(name) in signed_in
        or (dependency.set in _WITHOUT_USERS and dependency.listen in opened)
    )
