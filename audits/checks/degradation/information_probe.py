"""Probe of the information pages while a dependency is silent (DEG-4)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import COLD_CELL, CONTROL_COHORT, ISLAND_CELL, Probe
from epreuve.audits.planning.probe_schedule import InSilentCell, InWindow
from epreuve.probes.evidence.observation import Observation, Record


@probe(
    "information",
    InSilentCell(frozenset({"DB"}), 0.3),
    InWindow(ISLAND_CELL, 0.3),
    InWindow(COLD_CELL, -1.5),
    awaited=True,
)
def send_information(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load all information pages side by side, with the patience of a user."""
    paths = context.plan.profile.information
    limit = context.plan.patience_of(CONTROL_COHORT)

    def load(path: str) -> Observation[Record]:
        outcome = context.read(path, limit).outcome
        record = InformationObservation(
            served=outcome == "success", outcome=outcome, window=request.about
        )
        return Observation(context.now(), path, record)

    with ThreadPoolExecutor(max_workers=max(len(paths), 1)) as readers:
        yield from readers.map(load, paths)
