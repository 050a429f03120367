"""The checked criteria are those of the grid, and their tests exist."""

import re
from pathlib import Path

from epreuve.audits.grid.grid import load_grid

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "checked-criteria.md").read_text(encoding="utf-8")


PUBLISHED = 60  # criteria of the grid when they were all read; a new one needs its own test only


def test_the_criteria_of_the_grid_are_listed_once() -> None:
    listed = re.findall(r"^\| ([A-Z]{3}-\d+) \|", PAGE, re.MULTILINE)
    assert len(listed) == len(set(listed)) >= PUBLISHED
    assert set(listed) <= {criterion.id for criterion in load_grid().criteria}


def test_every_named_test_exists() -> None:
    names = set(re.findall(r"`(test_\w+)`", PAGE))
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    assert names <= set(re.findall(r"^def (test_\w+)\(", code, re.MULTILINE))
