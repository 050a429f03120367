"""Crisis kit: repairs, expected problems and open questions of one run."""

from dataclasses import dataclass

from epreuve.reports.assessment import Assessment, Cell, Finding
from epreuve.reports.fixes import Fix, best_fixes
from epreuve.reports.letters import PASS
from epreuve.reports.roles import Role, of_family
from epreuve.reports.text import Text

HOLDS = 0.95  # least share of completed attempts of a working journey, as in the matrix


@dataclass(frozen=True)
class Action:
    """Criterion to act on. The first role leads."""

    finding: Finding
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Repair:
    """Repair, and its roles. The first role leads."""

    fix: Fix
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Absence:
    """State of the journeys while one dependency does not respond."""

    dependency: Text
    stops: tuple[Text, ...]
    holds: tuple[Text, ...]


@dataclass(frozen=True)
class Kit:
    """Content of the kit for one service, from one run."""

    repairs: tuple[Repair, ...]  # in order of priority
    expected: tuple[Action, ...]  # weak during the crisis
    aftermath: tuple[Action, ...]  # weak after the crisis
    absences: tuple[Absence, ...]
    unknown: tuple[Action, ...]  # not assessed


def kit(assessment: Assessment) -> Kit:
    """Make the kit from the findings and the matrix."""
    actions = [Action(f, of_family(f.family)) for f in assessment.findings]
    fixes = best_fixes(assessment, count=None)
    weak = [a for a in actions if a.finding.score is not None and a.finding.score < PASS]
    return Kit(
        repairs=tuple(Repair(fix, of_family(fix.finding.family)) for fix in fixes),
        expected=tuple(a for a in weak if "during" in a.finding.phases),
        aftermath=tuple(a for a in weak if "after" in a.finding.phases),
        absences=_absences(assessment),
        unknown=tuple(a for a in actions if a.finding.outcome in ("inconclusive", "error")),
    )


def _absences(assessment: Assessment) -> tuple[Absence, ...]:
    silent = [c for c in assessment.matrix if c.mode == "silent" and c.tried and c.doubt is None]
    titles = {c.dependency: c.titles[1] for c in silent}
    return tuple(
        Absence(
            title,
            stops=tuple(c.titles[0] for c in silent if c.dependency == id and not _holds(c)),
            holds=tuple(c.titles[0] for c in silent if c.dependency == id and _holds(c)),
        )
        for id, title in titles.items()
    )


def _holds(cell: Cell) -> bool:
    return cell.completed >= HOLDS * cell.tried
