"""Probe of pages whose comfort third parties never respond (IND-5)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.pages import loaded
from epreuve.audits.checks.facts.undeclared import Undeclared, require_declared
from epreuve.audits.checks.independence.translation import translate
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.checks.script_content import without_browser
from epreuve.audits.planning.plan import Plan, Probe
from epreuve.audits.planning.probe_cohort import ProbeCohort
from epreuve.audits.planning.probe_schedule import InCalm
from epreuve.audits.profile.model import COMFORT_SETS
from epreuve.faults.silent import Silent
from epreuve.probes.browser.page_record import PageObservation, PageRecord
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence

COMFORT_LIMIT = 20.5  # seconds: just over the value of IND-5 that gives no point
COMFORT = ProbeCohort("comfort-probe", third_parties=Silent())


@record_kind("comfort page")
class ComfortPageObservation(PageRecord):
    """Load of a critical page, without a cache, while its comfort third parties are silent."""


@probe("comfort pages", InCalm(0.3), cohort=COMFORT, awaited=True)
def send_comfort_pages(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load the critical pages, all at once, in a browser whose comfort third parties are silent."""
    from concurrent.futures import ThreadPoolExecutor  # see ProbeContext

    paths = context.paths()
    with ThreadPoolExecutor(len(paths)) as threads:
        views = threads.map(
            lambda path: context.load(path, COMFORT_LIMIT, COMFORT.name, repeat=False),
            paths,
        )
        for view in views:
            yield Observation(context.now(), view.path, view.record(ComfortPageObservation))


@dataclass(frozen=True)
class Slowed:
    """A page with its comfort third parties silent; `added` is infinite when it never came.

    A page that loads nothing from another host has no second to add.
    """

    path: str
    added: float  # seconds to the useful page


@fact
def comfort_pages(evidence: Evidence) -> tuple[Observation[ComfortPageObservation], ...]:
    """Loads of the critical pages while their comfort third parties are silent."""
    return loaded(evidence, ComfortPageObservation)


@fact
def slowed_pages(
    plan: Plan,
    pages: tuple[Observation[PageObservation], ...],
    comfort_pages: tuple[Observation[ComfortPageObservation], ...],
    undeclared: Undeclared,
) -> tuple[Slowed, ...]:
    """Seconds that the silence of comfort third parties adds to each critical page."""
    require_declared(undeclared.pages)
    dependencies = plan.profile.dependencies.values()
    declared = {dependency.listen for dependency in dependencies if dependency.set in COMFORT_SETS}
    usual = {page.subject: page.record for page in pages}
    return tuple(_slowed(page, usual.get(page.subject), declared) for page in comfort_pages)


def _slowed(
    page: Observation[ComfortPageObservation], usual: PageObservation | None, declared: set[str]
) -> Slowed:
    has_content = usual is not None and usual.outcome == "success" and not usual.lacks_content
    if usual is not None and has_content and not usual.third_parties:
        return Slowed(page.subject, 0.0)  # nothing that can be silent; two loads would differ
    unknown = set(usual.third_parties) - declared if usual is not None else set()
    if usual is None or usual.useful is None or unknown:
        names = ", ".join(sorted(unknown)) or page.subject
        raise NoEvidence(
            translate(
                "Declare as comfort third parties, or pages not loaded: {names}.", names=names
            )
        )
    if usual.lacks_content:
        raise without_browser([page.subject])
    late = page.record.useful
    added = math.inf if late is None else late - usual.useful
    return Slowed(page.subject, max(added, 0.0))
