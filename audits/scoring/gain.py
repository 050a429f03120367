"""What each criterion costs, and what the score would gain if it were perfect."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from epreuve.audits.grid.grid import Grid
from epreuve.audits.scoring.knockout import Fired
from epreuve.audits.scoring.tally import tally


@dataclass(frozen=True, slots=True)
class Gain:
    """One criterion taken to 100, the others left as they are.

    `points` are those of the overall score, knock-outs included: fixing the only knock-out frees
    all that it held back, fixing one of two may free nothing. `before_caps` leaves knock-outs out.
    """

    id: str
    points: float
    before_caps: float


def gains(
    grid: Grid,
    points: Mapping[str, float],
    measured: Set[str],
    excluded: Set[str],
    knockouts: Sequence[Fired],
) -> tuple[Gain, ...]:
    """One entry a criterion, in the order of the grid; 0 for what is not applicable."""
    now = tally(grid, points, measured).overall or 0.0
    capped = min([now, *(one.cap for one in knockouts)])
    found = []
    for one in grid.criteria:
        if one.id in excluded or points.get(one.id) == 100:
            found.append(Gain(one.id, 0.0, 0.0))
            continue
        seen = {*measured, one.id} if one.measurable else measured
        then = tally(grid, {**points, one.id: 100.0}, seen).overall or 0.0
        caps = [fault.cap for fault in knockouts if fault.criterion != one.id]
        found.append(
            Gain(
                one.id,
                points=round(max(0.0, min([then, *caps]) - capped), 9),
                before_caps=round(max(0.0, then - now), 9),
            )
        )
    return tuple(found)
