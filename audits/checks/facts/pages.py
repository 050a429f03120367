"""Pages of critical journeys, as a browser loads them and as their HTML is written."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.undeclared import Undeclared
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import OWN_SETS
from epreuve.audits.runs.records.bench import StartCalls
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.evidence.observation import AnyRecord, Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.pages.markup_record import MarkupObservation


def loaded(evidence: Evidence, record: type[AnyRecord]) -> tuple[Observation[AnyRecord], ...]:
    """Return the observations of a page probe. Raises NoEvidence without any."""
    pages = tuple(evidence.observations(record))
    if not pages:
        raise NoEvidence(translate("No page was loaded."))
    return pages


@fact
def pages(evidence: Evidence) -> tuple[Observation[PageObservation], ...]:
    """Loads of the critical journeys' pages on a clean network, without a cache."""
    return loaded(evidence, PageObservation)


@fact
def script_pages(evidence: Evidence) -> tuple[str, ...]:
    """Critical pages whose content a script writes."""
    rows = evidence.observations(PageObservation)
    return tuple(page.subject for page in rows if page.record.scripted)


@fact
def markup(evidence: Evidence) -> tuple[Observation[MarkupObservation], ...]:
    """Defects in the HTML of critical pages."""
    return loaded(evidence, MarkupObservation)


@fact
def start_calls(plan: Plan, evidence: Evidence) -> frozenset[str] | None:
    """Third-party hosts that the service called at its start; None where nothing observed it.

    A declared dependency that the operator runs itself is no third party.
    """
    records = [one.record for one in evidence.observations(StartCalls)]
    if not records:
        return None
    dependencies = plan.profile.dependencies.values()
    own = {dependency.listen for dependency in dependencies if dependency.set in OWN_SETS}
    return frozenset(host for record in records for host in record.hosts) - own


@fact
def observed_hosts(
    evidence: Evidence, start_calls: frozenset[str] | None, undeclared: Undeclared
) -> frozenset[str]:
    """Third-party hosts of critical pages, of redirects, and of starts of the service.

    Raises NoEvidence where no page was loaded and nothing else shows an undeclared host.
    """
    pages = (
        evidence.observations(PageObservation)
        if undeclared.hosts
        else loaded(evidence, PageObservation)
    )
    loaded_from = frozenset(host for page in pages for host in page.record.third_parties)
    return loaded_from | (start_calls or frozenset()) | set(undeclared.hosts)


@fact
def declared_hosts(plan: Plan) -> frozenset[str]:
    """Hosts of the dependencies that the profile declares."""
    return frozenset(dependency.listen for dependency in plan.profile.dependencies.values())
