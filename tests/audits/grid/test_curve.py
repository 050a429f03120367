"""Points of a value on a curve."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from epreuve.audits.grid.curve import Curve


def curve(full: float, zero: float, scale: str = "lin") -> Curve:
    return Curve.model_validate({"full": full, "zero": zero, "scale": scale, "unit": "ratio"})


@pytest.mark.parametrize(
    ("full", "zero", "scale", "value", "points"),
    [
        (0.99, 0.80, "lin", 0.895, 50),  # the more the better
        (0.99, 0.80, "lin", 1.0, 100),
        (0.99, 0.80, "lin", 0.5, 0),
        (0.0, 0.01, "lin", 0.0, 100),  # the less the better
        (0.0, 0.01, "lin", 0.0025, 75),
        (0.0, 4, "lin", 3, 25),
        (1, 16, "log", 4, 50),  # two doublings of four
        (1, 16, "log", 2, 75),
        (10, 1.5, "log", 0, 0),  # no logarithm of zero
        (0.5, 20, "log", 0, 100),
        (0.5, 20, "log", -3, 100),  # faster without the third party
        (3, 30, "log", math.inf, 0),
    ],
)
def test_points(full: float, zero: float, scale: str, value: float, points: float) -> None:
    assert curve(full, zero, scale).score(value) == pytest.approx(points)


def test_each_doubling_costs_the_same_on_a_log_scale() -> None:
    seconds = curve(10, 60, "log")
    assert seconds.score(12) - seconds.score(24) == pytest.approx(
        seconds.score(24) - seconds.score(48)
    )


numbers = st.floats(1e-6, 1e9)
curves = st.builds(
    lambda ends, scale: curve(*ends, scale),
    st.tuples(numbers, numbers).filter(lambda ends: ends[0] != ends[1]),
    st.sampled_from(["lin", "log"]),
)


@given(curves, st.floats(allow_nan=False))
def test_points_stay_between_0_and_100(any_curve: Curve, value: float) -> None:
    assert 0 <= any_curve.score(value) <= 100


@given(curves, st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_nearer_to_full_is_never_worse(any_curve: Curve, one: float, other: float) -> None:
    assume(one <= other)
    low, high = any_curve.score(one), any_curve.score(other)
    # 1e-6: the logarithms of two almost equal ends are almost equal too
    assert low <= high + 1e-6 if any_curve.full > any_curve.zero else high <= low + 1e-6


@given(curves)
def test_the_ends_are_exact(any_curve: Curve) -> None:
    assert any_curve.score(any_curve.full) == 100
    assert any_curve.score(any_curve.zero) == 0


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        curve(1, 0).score(math.nan)


@pytest.mark.parametrize(
    ("full", "zero", "scale", "message"),
    [
        (1, 1, "lin", "equal: move one"),
        (0, 4, "log", "write scale: lin"),
        (math.inf, 4, "lin", "finite"),
    ],
)
def test_ends_without_a_curve_are_refused(
    full: float, zero: float, scale: str, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        curve(full, zero, scale)
