"""Durations, rates and data rates as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.faults.units import data_rate, duration, rate


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("250 ms", 0.25),
        ("30s", 30),
        ("1.5 s", 1.5),
        ("5 min", 300),
        ("4h", 14_400),
        (" 2 d ", 172_800),
        ("2 j", 172_800),
        (90, 90),
        (0.5, 0.5),
    ],
)
def test_a_duration_is_seconds(written: object, seconds: float) -> None:
    assert duration(written) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "written", ["", "soon", "5", "5 m", "-3 s", "1,5 s", "4 h 30 min", True, None, [3], "5 s x"]
)
def test_an_invalid_duration_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="is not a duration; write for example `30 s`"):
        duration(written)


@pytest.mark.parametrize(
    ("written", "per_second"),
    [
        ("90 journeys/min", 1.5),
        ("90/min", 1.5),
        ("2/s", 2),
        ("0.5 / s", 0.5),
        ("3600 démarches/h", 1),
        (1.25, 1.25),
    ],
)
def test_a_rate_is_events_a_second(written: object, per_second: float) -> None:
    assert rate(written) == pytest.approx(per_second)


@pytest.mark.parametrize("written", ["", "90", 90, "90 journeys", "90/day", "-1/s", "many/s", None])
def test_an_invalid_rate_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="is not a rate; write for example `90 journeys/min`"):
        rate(written)


@given(st.integers(0, 10**6), st.sampled_from(["ms", "s", "min", "h", "d"]))
def test_a_unit_never_changes_the_order(number: int, unit: str) -> None:
    assert duration(f"{number} {unit}") <= duration(f"{number + 1} {unit}")


@given(st.floats(0, 1e9, allow_nan=False))
def test_a_number_is_read_back_unchanged(value: float) -> None:
    assert duration(value) == rate(value) == value


@pytest.mark.parametrize(
    ("written", "kilobytes"), [("15 KB/s", 15), ("15kB/s", 15), (" 2 MB/s ", 2_000), (7, 7)]
)
def test_a_data_rate_is_kilobytes_a_second(written: object, kilobytes: int) -> None:
    assert data_rate(written) == kilobytes


@pytest.mark.parametrize("written", ["", "15", "15 kbit/s", "15 KB", 1.5, True, None])
def test_an_invalid_data_rate_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="is not a data rate; write for example `15 KB/s`"):
        data_rate(written)
