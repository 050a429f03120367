"""Probe of the information pages while a dependency is silent (DEG-4)."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Probe
from epreuve.audits.planning.probe_schedule import InSilentCell, InWindow
from epreuve.probes.evidence.observation import Observation, Record

INFORMATION_LIMIT = 2.5  # seconds


@probe(
    "information",
    InSilentCell(frozenset({"DB"}), 0.3),
    InWindow(ISLAND_CELL, 0.3),
    InWindow(COLD_CELL, -1.5),
    awaited=True,
)
def send_information(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load each information page within a short time."""
    for path in context.plan.profile.information:
        outcome = context.read(path, INFORMATION_LIMIT).outcome
        record = InformationObservation(
            served=outcome == "success", outcome=outcome, window=request.about
        )
        yield Observation(context.now(), path, record)
