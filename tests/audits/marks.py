"""Literal marks for the criteria of the grid."""

from collections.abc import Mapping

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.scoring.mark import Mark
from epreuve.reports.assessment import Result

GRID = load_grid()
WEIGHT = {family.code: family.weight for family in GRID.families}

SOUND = {"DAT-1": 0, "CON-1": 1, "HUM-1": 1, "REC-2": 1, "IND-2": 1, "IND-6": 1, "FRU-2": 1}
"""Values that fire no knock-out, whatever the score given beside."""


def mark(id: str, points: float, value: float | None = None, measured: bool = True) -> Mark:
    return Mark(id, "scored", score=points, value=value, measured=measured)


def marks(
    points: float | Mapping[str, float] = 100, values: Mapping[str, float] | None = None
) -> dict[str, Mark]:
    """A mark for each criterion: all alike, or by family; declared ones are not measured."""
    scores = points if isinstance(points, Mapping) else dict.fromkeys(WEIGHT, points)
    read = SOUND | dict(values or {})
    return {
        one.id: mark(one.id, scores[one.family], read.get(one.id), one.measurable)
        for one in GRID.criteria
    }


def unassessed(all_marks: dict[str, Mark], *ids: str) -> dict[str, Mark]:
    return all_marks | {id: Mark(id, "inconclusive") for id in ids}


def family(result: Result, code: str) -> float | None:
    return next(one.score for one in result.families if one.code == code)
