"""Code of the two suppliers that docs/calibration.md names."""

import re
from pathlib import Path

import pytest

from epreuve.audits.grid.grid import load_grid

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "audits" / "demo"
ROWS = [
    line.split(" | ")
    for line in (ROOT / "docs" / "calibration.md").read_text().splitlines()
    if re.match(r"\| [A-Z]{3}-\d", line)
]


@pytest.mark.slow
def test_at_least_thirty_measured_criteria_separate_the_suppliers() -> None:
    ids = {row[0].strip("| ") for row in ROWS}
    measured = [id for id in ids if load_grid().criterion(id).kind == "measured"]
    assert len(measured) >= 30


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip("| "))
def test_the_code_that_explains_a_row_exists(row: list[str]) -> None:
    for cell in (row[2], row[4]):
        named = re.findall(r"`([^`]+)`", cell)
        files = [name for name in named if name.endswith((".py", ".yaml"))]
        folder = DEMO
        for name in files:
            path = next(p for p in (DEMO / name, folder / name) if p.is_file())
            folder = path.parent
            symbols = named[named.index(name) + 1 :]
            following = [s for s in symbols if not s.endswith((".py", ".yaml"))]
            if following and symbols[0] == following[0]:
                assert following[0].strip("/") in path.read_text(), f"{following[0]} in {name}"
