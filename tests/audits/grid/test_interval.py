"""Intervals of shares."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuve.audits.checks.statistics.interval import rule_of_three, wilson
from epreuve.audits.checks.statistics.percentile import percentile_interval
from epreuve.audits.checks.statistics.ratio import ratio_interval


def test_199_of_200_is_between_97_8_and_99_9_percent() -> None:
    low, high = wilson(199, 200)
    assert low == pytest.approx(0.978, abs=0.0005)
    assert high == pytest.approx(0.999, abs=0.0005)


def test_the_textbook_95_percent_of_10_of_20() -> None:
    assert wilson(10, 20, 1.959964) == pytest.approx((0.2993, 0.7007), abs=0.0001)


def test_0_and_100_percent_have_a_width() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.2129), abs=0.0001)
    assert wilson(10, 10) == pytest.approx((0.7871, 1.0), abs=0.0001)


@given(st.integers(1, 10_000), st.data())
def test_the_interval_holds_the_share_and_stays_a_share(tried: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, tried))
    low, high = wilson(done, tried)
    assert 0.0 <= low <= done / tried <= high <= 1.0
    assert low < high


@given(st.integers(1, 1_000))
def test_a_larger_sample_narrows_the_interval(tried: int) -> None:
    few, many = wilson(tried // 2, tried), wilson(tried // 2 * 10, tried * 10)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("done", "tried"), [(-1, 10), (11, 10), (0, 0)])
def test_an_impossible_count_is_refused(done: int, tried: int) -> None:
    with pytest.raises(ValueError, match="is not a count"):
        wilson(done, tried)


@pytest.mark.parametrize(("tried", "bound"), [(300, 0.01), (1_000, 0.003), (3_000, 0.001), (1, 1)])
def test_zero_losses_bound_the_share(tried: int, bound: float) -> None:
    assert rule_of_three(tried) == pytest.approx(bound)


def test_without_tries_there_is_no_bound() -> None:
    with pytest.raises(ValueError, match="at least one is needed"):
        rule_of_three(0)


def test_the_interval_of_a_ratio_holds_it() -> None:
    assert ratio_interval(20, 20, 20, 20) == pytest.approx((0.881, 1.135), abs=0.001)
    low, high = ratio_interval(40, 80, 90, 100, scale=2.0)
    assert low < 2 * 0.5 / 0.9 < high
    assert ratio_interval(0, 10, 5, 10).low == 0.0
    assert ratio_interval(5, 10, 0, 10).high == math.inf


def test_the_interval_of_a_percentile_is_two_ranks() -> None:
    values = list(range(1, 101))
    assert percentile_interval(values, 0.95) == (91, 99)  # 95 ± 1.645 · √(100 · 0.95 · 0.05)
    assert percentile_interval([3.0], 0.95) == (3.0, 3.0)
