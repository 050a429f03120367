"""Example requests of the journeys that a slow or silent dependency stops."""

from collections.abc import Iterator

from epreuve.audits.checks.examples.example import Example, example_source
from epreuve.audits.checks.examples.requests import example_requests
from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

MOST = 3  # requests of one cell
CELLS = 6  # cells, the worst first


@example_source("without_identity", "without_codes", "without_payment")
def examples_of_sets(
    used: tuple[Cell, ...], plan: Plan, evidence: Evidence, attempts: list[Attempt]
) -> Iterator[Example]:
    """Yield requests of the cells of some kinds of dependencies."""
    yield from _examples(used, plan, evidence, attempts)


@example_source("matrix", "cells", "indispensable_hosts", "deferred")
def examples_of_cells(
    cells: tuple[Cell, ...], plan: Plan, evidence: Evidence, attempts: list[Attempt]
) -> Iterator[Example]:
    """Yield requests of all cells."""
    yield from _examples(cells, plan, evidence, attempts)


def _examples(
    cells: tuple[Cell, ...], plan: Plan, evidence: Evidence, attempts: list[Attempt]
) -> Iterator[Example]:
    worst = sorted(cells, key=lambda cell: (cell.shares.low, cell.mode != "silent"))
    for cell in worst[:CELLS]:
        window = plan.window(f"{cell.dependency}:{cell.mode}")
        if window is not None:
            users = [one for one in judged(attempts, window) if one.journey == cell.journey]
            yield from example_requests(evidence, users, window, MOST)
