"""Gains of a perfect criterion."""

import pytest

from epreuve.audits.scoring.score import score
from tests.audits.marks import GRID, mark, marks


def test_gains_of_a_perfect_criterion() -> None:
    changes = {"CON-3": mark("CON-3", 0), "TER-2": mark("TER-2", 0)}
    gains = score(GRID, marks(100) | changes).gains
    lost = 0.75 * 0.15 * 3 / 24 * 100 + 0.25 * 3 / 24 * 100  # CON is the weakest too
    assert gains["CON-3"] == pytest.approx(lost)
    assert gains["TER-2"] == pytest.approx(0.75 * 0.05 * 3 / 11 * 100)
    assert gains["CON-1"] == 0


def test_the_repair_of_the_only_knock_out_removes_its_cap() -> None:
    broken = marks(100, {"DAT-1": 0.5}) | {"DAT-1": mark("DAT-1", 0, 0.5)}
    whole = score(GRID, broken)
    assert whole.result.score == 39
    assert whole.gains["DAT-1"] == pytest.approx(61)
    assert score(GRID, broken | {"CON-1": mark("CON-1", 0, 0.1)}).gains["DAT-1"] == 0
