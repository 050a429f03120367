"""Probes of the pages of critical journeys, on a clean link and on EDGE (FRU-1, FRU-3 to FRU-6)."""

from collections.abc import Iterator
from dataclasses import replace

from epreuve.audits.checks.probing.context import PAGE_LIMIT, ProbeContext, probe
from epreuve.audits.planning.plan import EDGE_PROBE, Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.records import Observation
from epreuve.probes.pages.markup import accessibility_defects, recent_features

EDGE_LIMIT = 45.0  # seconds


@probe("pages", AtStart(0.4))
def pages(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """Each page of the critical journeys, cold, then again; and what its HTML says."""
    for path in context.paths():
        view = context.load(path, PAGE_LIMIT)
        yield view.observation(context.now())
        if view.outcome == "success":
            value = {
                "shortcomings": accessibility_defects(view.text),
                "needs_recent": recent_features(view.text),
            }
            yield Observation(context.now(), "markup", path, value)


@probe("edge page", AtStart(0.2))
def edge_page(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """The entry page on EDGE."""
    path = context.paths()[0]
    view = context.load(path, EDGE_LIMIT, EDGE_PROBE, repeat=False)
    yield replace(view.observation(context.now()), probe="edge page")
