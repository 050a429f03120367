"""Probe of the information pages while a dependency is silent (DEG-4)."""

from collections.abc import Iterator

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL, Probe
from epreuve.audits.planning.probe_schedule import InSilentCell, InWindow
from epreuve.probes.evidence.records import Observation

INFORMATION_LIMIT = 2.5  # seconds


@probe(
    "information",
    InSilentCell(frozenset({"DB"}), 0.3),
    InWindow(ISLAND_CELL, 0.3),
    InWindow(COLD_CELL, -1.5),
)
def information(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """Each page of information, for a short while; `window` says what was silent."""
    for path in context.plan.profile.information:
        seen = context.read(path, INFORMATION_LIMIT)
        value = {
            "served": seen.outcome == "success",
            "outcome": seen.outcome,
            "window": request.about,
        }
        yield Observation(context.now(), "information", path, value)
