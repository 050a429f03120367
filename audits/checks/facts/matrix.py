"""The matrix: each critical journey while one dependency is silent or slow."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import count, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.profile.model import OWN_SETS
from epreuve.audits.runs.records.faults import FaultBegin
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt


@dataclass(frozen=True)
class Cell:
    """One critical journey while one dependency was silent or slow."""

    journey: str
    dependency: str
    set: str
    mode: str
    tried: int
    completed: int
    acknowledged: int
    waits: tuple[float, ...]  # seconds to success or to a clear message; infinite without either


@fact
def confirmed_links(evidence: Evidence) -> frozenset[str]:
    """The links on which a fault was confirmed."""
    return frozenset(
        fault.subject
        for fault in evidence.observations(FaultBegin)
        if fault.record.confirmed is not None
    )


@fact
def matrix(
    plan: Plan, attempts: list[Attempt], confirmed_links: frozenset[str]
) -> tuple[Cell, ...]:
    """Cells by journey, dependency and mode, tried by control users on a clean network."""
    cells = [
        cell
        for window in plan.windows
        if window.kind == "cell"
        and f"dependency-{window.name.rsplit(':', 1)[0]}" in confirmed_links
        for cell in _cells(plan, attempts, window)
    ]
    if not cells and plan.left_out:
        raise NoEvidence(translate("The allowed time was too short for this test."))
    if not cells:
        raise NoEvidence(translate("No dependency has a proxy."))
    return tuple(cells)


def _cells(plan: Plan, attempts: list[Attempt], window: Window) -> Iterable[Cell]:
    dependency, mode = window.name.rsplit(":", 1)
    for journey in plan.profile.critical():
        chosen = [attempt for attempt in judged(attempts, window) if attempt.journey == journey]
        counts = count(chosen, window)
        if counts.tried:
            yield Cell(
                journey=journey,
                dependency=dependency,
                set=plan.profile.dependencies[dependency].set,
                mode=mode,
                tried=counts.tried,
                completed=counts.succeeded,
                acknowledged=sum(-1 < attempt.receipt_at <= window.end for attempt in chosen),
                waits=tuple(_wait(attempt, window.end) for attempt in chosen),
            )


def _wait(attempt: Attempt, end: float) -> float:
    if attempt.outcome == "success" or (attempt.guided and attempt.ended <= end):
        return attempt.ended - attempt.intended
    return math.inf


@fact
def indispensable_hosts(matrix: tuple[Cell, ...]) -> tuple[str, ...]:
    """Third parties whose silence breaks at least one critical journey."""
    return tuple(
        dict.fromkeys(
            cell.dependency
            for cell in matrix
            if cell.mode == "silent"
            and cell.set not in OWN_SETS
            and cell.completed < cell.tried / 2
        )
    )


@fact
def without_identity(matrix: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells with the identity provider silent."""
    return without(matrix, "ID")


@fact
def without_codes(matrix: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells with the SMS or mail gateway silent."""
    return without(matrix, "OTP", "MAIL")


@fact
def without_payment(matrix: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells with the payment provider silent."""
    return without(matrix, "PAY")


def without(matrix: tuple[Cell, ...], *sets: str) -> tuple[Cell, ...]:
    """The silent cells of the dependencies of some sets. Raises NoEvidence."""
    cells = tuple(cell for cell in matrix if cell.mode == "silent" and cell.set in sets)
    if not cells:
        names = ", ".join(sets)
        raise NoEvidence(translate("No dependency of kind {kinds} is declared.", kinds=names))
    return cells
