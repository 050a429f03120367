"""Probe of pages whose comfort third parties never answer (IND-5)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import COMFORT_PROBE, Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.records import Observation

COMFORT_LIMIT = 20.5  # seconds: just over what IND-5 gives no point for


@probe("comfort pages", AtStart(0.8))
def comfort_pages(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """The same pages for a browser whose comfort third parties never answer, all at once."""
    paths = context.paths()
    with ThreadPoolExecutor(len(paths)) as threads:
        views = threads.map(
            lambda path: context.load(path, COMFORT_LIMIT, COMFORT_PROBE, repeat=False),
            paths,
        )
        for view in views:
            yield replace(view.observation(context.now()), probe="comfort page")
