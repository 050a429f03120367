"""Load shapes: formulas at points computed by hand, never negative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.crises.load_shape import SHAPES, shape_names
from epreuve.audits.crises.stage import LoadShape


@given(
    st.sampled_from(sorted(SHAPES)), st.floats(0, 1e6), st.floats(0.01, 1000), st.floats(0, 1)
)  # fmt: skip
def test_a_load_is_never_negative_nor_above_its_peak(
    name: str, t: float, peak: float, low: float
) -> None:
    rate = SHAPES[name](t, peak, low)
    assert 0 <= rate <= max(peak, 1) + 1e-9


@pytest.mark.parametrize(
    ("shape", "peak", "t", "expected"),
    [
        ("constant", 4, 0, 4),
        ("announcement", 11, 0, 1),
        ("announcement", 11, 30, 6),
        ("announcement", 11, 60, 11),
        ("announcement", 11, 1_859, 11),
        ("announcement", 11, 5_460, 6),
        ("rush", 9, 0, 1),
        ("rush", 9, 120, 5),
        ("rush", 9, 1e5, 9),
        ("from-few-to-all", 100, 0, 1),
        ("from-few-to-all", 100, 150, 10),
        ("from-few-to-all", 100, 900, 100),
        ("opening", 5, 0, 5),
        ("opening", 5, 599, 5),
        ("opening", 5, 2_400, 3),
        ("ramp", 5, 150, 3),
        ("ramp", 5, 900, 5),
        ("trough-rebound", 3, 0, 0.4),
        ("trough-rebound", 3, 599, 0.4),
        ("trough-rebound", 3, 600, 3),
        ("trough-rebound", 3, 1_800, 2),
    ],
)  # fmt: skip
def test_the_formulas(shape: str, peak: float, t: float, expected: float) -> None:
    assert SHAPES[shape](t, peak) == pytest.approx(expected)


def test_a_crisis_can_set_the_load_of_the_trough() -> None:
    load = LoadShape(shape="trough-rebound", peak=3, low=0.1)
    assert load.at(300) == 0.1
    assert load.at(600) == 3


def test_every_shape_has_a_name() -> None:
    assert set(shape_names()) == set(SHAPES)
