"""Which run this is, of which service, through which crisis, by which grid."""

from collections.abc import Mapping
from typing import get_args

from epreuve.audits.grid.grid import Grid
from epreuve.audits.planning.plan import Plan
from epreuve.reports import assessment as told


def run(plan: Plan, notes: Mapping[str, object], duration: float) -> told.Run:
    """The run: its name, seed and scale, and whether it reached its end."""
    stopped, number = notes.get("interrupted"), notes.get("journal")
    return told.Run(
        id=str(notes["id"]),
        started=str(notes["started"]),
        duration=duration,
        seed=plan.seed,
        scale=plan.scale,
        epreuve=plan.epreuve,
        journal=None if number is None else int(str(number)),
        interrupted=None if stopped is None else str(stopped),
        ended=None if stopped is None else _ended(notes.get("ended")),
    )


def _ended(noted: object) -> told.Ended:
    """The exit code of a run that did not reach its end; one that was killed had none to keep."""
    codes: tuple[told.Ended, ...] = get_args(told.Ended)
    return codes[codes.index(noted)] if noted in codes else 3


def service(plan: Plan) -> told.Service:
    """Whom it is about."""
    named = plan.profile.service
    return told.Service(
        name=named.name,
        operator=named.operator,
        supplier=named.supplier,
        address=named.address,
        environment_ratio=named.environment_ratio,
    )


def crisis(plan: Plan) -> told.Crisis:
    """What was played."""
    played = plan.crisis
    return told.Crisis(
        id=played.id,
        title=played.title,
        paragraph=played.paragraph,
        facts=played.facts,
        assumptions=played.assumptions,
        held_out=played.held_out,
    )


def judged_by(grid: Grid) -> told.Grid:
    """The grid, and whether it is the published one."""
    return told.Grid(version=grid.version, sha256=grid.sha256, official=grid.is_official)
