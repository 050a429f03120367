"""Matrix of journeys and dependencies, made from the tested cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.reports.assessment import Cell


@dataclass(frozen=True)
class Matrix:
    """Columns are (dependency, mode); a row has one cell per column, None when not tested."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def matrix(cells: Sequence[Cell]) -> Matrix:
    """Arrange cells in the order of their journeys and dependencies."""
    tested: dict[tuple[str, str, str], Cell] = {(c.journey, c.dependency, c.mode): c for c in cells}
    dependencies = dict.fromkeys(c.dependency for c in cells)
    modes = [mode for mode in ("slow", "silent") if any(c.mode == mode for c in cells)]
    columns = tuple((dependency, mode) for dependency in dependencies for mode in modes)
    journeys = dict.fromkeys(c.journey for c in cells)
    rows = tuple((j, tuple(tested.get((j, d, m)) for d, m in columns)) for j in journeys)
    return Matrix(columns, rows)
