"""The kit for before, during and after: what this run says to repair, to expect, and to check."""

from dataclasses import dataclass

from epreuve.reports.assessment import Assessment, Cell, Finding
from epreuve.reports.fixes import Fix, best_fixes
from epreuve.reports.roles import Role, of_family

WEAK = 50  # out of 100: under it, a criterion will be felt by people [A]
HOLDS = 0.95  # share of attempts completed from which a journey holds, as on the report's matrix


@dataclass(frozen=True)
class Action:
    """One criterion to act on; `roles` has the one that leads first."""

    finding: Finding
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Repair:
    """One repair, and who does it."""

    fix: Fix
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Absence:
    """What becomes of the journeys while one dependency answers nothing."""

    dependency: str
    stops: tuple[str, ...]
    holds: tuple[str, ...]


@dataclass(frozen=True)
class Kit:
    """Filled in for one service by one run."""

    repairs: tuple[Repair, ...]  # in the order in which to do them
    expected: tuple[Action, ...]  # weak during the crisis, until they are repaired
    aftermath: tuple[Action, ...]  # weak after it
    absences: tuple[Absence, ...]
    unknown: tuple[Action, ...]  # nobody knows yet


def kit(assessment: Assessment) -> Kit:
    """Draw the kit from the findings and the matrix."""
    actions = [Action(f, of_family(f.family)) for f in assessment.findings]
    fixes = best_fixes(assessment, count=None)
    weak = [a for a in actions if a.finding.score is not None and a.finding.score < WEAK]
    return Kit(
        repairs=tuple(Repair(fix, of_family(fix.finding.family)) for fix in fixes),
        expected=tuple(a for a in weak if "during" in a.finding.phases),
        aftermath=tuple(a for a in weak if "after" in a.finding.phases),
        absences=_absences(assessment),
        unknown=tuple(a for a in actions if a.finding.outcome in ("inconclusive", "error")),
    )


def _absences(assessment: Assessment) -> tuple[Absence, ...]:
    silent = [c for c in assessment.matrix if c.mode == "silent" and c.tried]
    return tuple(
        Absence(
            dependency,
            stops=tuple(c.journey for c in silent if c.dependency == dependency and not _holds(c)),
            holds=tuple(c.journey for c in silent if c.dependency == dependency and _holds(c)),
        )
        for dependency in dict.fromkeys(c.dependency for c in silent)
    )


def _holds(cell: Cell) -> bool:
    return cell.completed >= HOLDS * cell.tried
