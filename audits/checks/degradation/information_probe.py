"""Probe of the information pages while a dependency is silent (DEG-4)."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from epreuve.audits.checks.facts.information import InformationObservation
from epreuve.audits.checks.probing.context import ANY_PAGE, ProbeContext, probe
from epreuve.audits.planning.plan import COLD_CELL, CONTROL_COHORT, ISLAND_CELL, Probe
from epreuve.audits.planning.probe_schedule import InSilentCell, InWindow
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.journeys.journey import Expect, Journey


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
        expect = expectation(path, context.plan.profile.journeys.values())
        outcome = context.read(path, limit, expect).outcome
        record = InformationObservation(
            served=outcome == "success", outcome=outcome, window=request.about
        )
        return Observation(context.now(), path, record)

    with ThreadPoolExecutor(max_workers=max(len(paths), 1)) as readers:
        yield from readers.map(load, paths)


def expectation(path: str, journeys: Iterable[Journey]) -> Expect:
    """Return the expectation of a journey about the page of a path, any page without one.

    A step after a submission or a captured value may expect a page of that user only.
    """
    for journey in journeys:
        for step in journey.steps:
            if step.get is None:
                break
            if step.get == path and not step.headers and step.expect != ANY_PAGE:
                return step.expect
            if step.capture:
                break
    return ANY_PAGE
