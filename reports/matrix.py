"""Matrix of journeys and dependencies, made from the tested cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.reports.assessment import Cell
from epreuve.reports.text import Text


@dataclass(frozen=True)
class Matrix:
    """Columns are (dependency, mode); a row has one cell per column, None when not tested."""

    columns: tuple[tuple[Text, str], ...]
    rows: tuple[tuple[Text, tuple[Cell | None, ...]], ...]


def matrix(cells: Sequence[Cell]) -> Matrix:
    """Arrange cells in the order of their journeys and dependencies."""
    tested: dict[tuple[str, str, str], Cell] = {(c.journey, c.dependency, c.mode): c for c in cells}
    dependencies = {c.dependency: c.titles[1] for c in cells}
    modes = [mode for mode in ("slow", "silent") if any(c.mode == mode for c in cells)]
    keys = [(dependency, mode) for dependency in dependencies for mode in modes]
    journeys = {c.journey: c.titles[0] for c in cells}
    return Matrix(
        columns=tuple((dependencies[dependency], mode) for dependency, mode in keys),
        rows=tuple(
            (title, tuple(tested.get((journey, *key)) for key in keys))
            for journey, title in journeys.items()
        ),
    )
