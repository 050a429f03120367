"""Text of a cause, for the tests of all causes."""

from epreuve.audits.checks.causes.cause import Cause
from epreuve.audits.grid.grid import load_grid

IDS = {criterion.id for criterion in load_grid().criteria}


def shown(cause: Cause | None) -> str:
    """The English text of a cause that must be there; its criteria are those of the grid."""
    assert cause is not None
    assert set(cause.raises) <= IDS
    return f"{cause.observed.en} {cause.repair.en}"
