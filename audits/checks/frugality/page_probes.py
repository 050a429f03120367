"""Probes of the pages of critical journeys, on a clean network and on EDGE (FRU-1, FRU-3 to 6)."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.pages import loaded
from epreuve.audits.checks.probing.context import PAGE_LIMIT, ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_cohort import ProbeCohort
from epreuve.audits.planning.probe_schedule import AtStart, InCalm
from epreuve.probes.browser.page_record import PageObservation, PageRecord
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.pages.markup_record import read_markup

EDGE_LIMIT = 60.0  # seconds: the value of FRU-1 that gives no point
EDGE = ProbeCohort("edge-probe", service="edge", third_parties="edge")


@record_kind("edge page")
class EdgePageObservation(PageRecord):
    """Load of the entry page on an EDGE network, without a cache."""


@probe("pages", InCalm(0.1))
def send_pages(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load each page of the critical journeys without a cache, then again; read its HTML."""
    for path in context.paths():
        view = context.load(path, PAGE_LIMIT)
        yield Observation(context.now(), path, view.record(PageObservation))
        if view.outcome == "success" and view.is_page:
            yield Observation(context.now(), path, read_markup(view.text))


@probe("edge page", AtStart(0.2), cohort=EDGE, awaited=True)
def send_edge_page(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load the entry page on EDGE."""
    path = context.paths()[0]
    view = context.load(path, EDGE_LIMIT, EDGE.name, repeat=False)
    yield Observation(context.now(), path, view.record(EdgePageObservation))


@fact
def edge_page(evidence: Evidence) -> Observation[EdgePageObservation]:
    """Load of the entry page on EDGE."""
    return loaded(evidence, EdgePageObservation)[0]
