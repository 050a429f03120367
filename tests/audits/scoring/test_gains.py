"""Gains of a perfect criterion."""

import pytest

from epreuve.audits.scoring.score import Score, score
from tests.audits.marks import GRID, mark, marks


def gain(result: Score, id: str) -> tuple[float, float]:
    return next((one.points, one.before_caps) for one in result.gains if one.id == id)


def test_gains_of_a_perfect_criterion() -> None:
    result = score(GRID, marks(100) | {"CON-3": mark("CON-3", 0), "TER-2": mark("TER-2", 0)})
    lost = 0.75 * 0.15 * 3 / 24 * 100 + 0.25 * 3 / 24 * 100  # CON is the weakest too
    assert gain(result, "CON-3") == (pytest.approx(lost), pytest.approx(lost))
    assert gain(result, "TER-2")[0] == pytest.approx(0.75 * 0.05 * 3 / 11 * 100)
    assert gain(result, "CON-1") == (0, 0)


def test_the_repair_of_the_only_knock_out_removes_its_cap() -> None:
    broken = marks(100, {"DAT-1": 0.5}) | {"DAT-1": mark("DAT-1", 0, 0.5)}
    result = score(GRID, broken)
    assert result.observed == 39
    assert gain(result, "DAT-1")[0] == pytest.approx(61)
    also = score(GRID, broken | {"CON-1": mark("CON-1", 0, 0.1)})
    assert gain(also, "DAT-1")[0] == 0
    assert gain(also, "DAT-1")[1] > 0
