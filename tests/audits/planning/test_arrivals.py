"""When citizens come."""

import itertools

import pytest

from epreuve.audits.planning.arrivals import draw, expected
from epreuve.audits.planning.plan import Load, Plan

JOURNEYS = {"a": 3.0, "b": 1.0}


def load(
    even: bool = False, points: tuple[tuple[float, float], ...] = ((0.0, 0.0), (10.0, 20.0))
) -> Load:
    return Load(
        name="l", start=0.0, end=10.0, points=points, mix={"temoin": 1.0}, journeys=JOURNEYS,
        even=even,
    )  # fmt: skip


def plan(*loads: Load, seed: int = 7) -> Plan:
    return Plan.model_construct(loads=loads, seed=seed)


def test_expected_is_the_area_under_the_rate() -> None:
    assert expected(load(), 0.0, 10.0) == pytest.approx(100.0)
    assert expected(load(), 5.0, 10.0) == pytest.approx(75.0)
    assert expected(load(), 20.0, 30.0) == 0.0


def test_even_arrivals_are_at_equal_areas_and_take_turns() -> None:
    found = draw(plan(load(even=True, points=((0.0, 2.0), (3.0, 2.0)))))
    assert [each.at for each in found] == [0.25, 0.75, 1.25, 1.75, 2.25, 2.75]
    assert [each.journey for each in found] == ["a", "b", "a", "b", "a", "b"]
    assert [each.number for each in found] == [0, 1, 2, 3, 4, 5]


def test_arrivals_are_drawn_again_the_same_from_the_seed() -> None:
    assert draw(plan(load())) == draw(plan(load()))
    assert draw(plan(load())) != draw(plan(load(), seed=8))


def test_arrivals_follow_the_rate() -> None:
    found = [each.at for seed in range(40) for each in draw(plan(load(), seed=seed))]
    assert len(found) == pytest.approx(4000, rel=0.06)
    late = sum(each >= 5.0 for each in found) / len(found)
    assert late == pytest.approx(0.75, abs=0.03)
    assert all(0.0 <= each <= 10.0 for each in found)


def test_journeys_are_shared_as_declared() -> None:
    found = [each.journey for seed in range(40) for each in draw(plan(load(), seed=seed))]
    assert found.count("a") / len(found) == pytest.approx(0.75, abs=0.03)


def test_a_rate_of_zero_brings_nobody() -> None:
    assert draw(plan(load(points=((0.0, 0.0), (10.0, 0.0))))) == []


def test_loads_are_merged_in_order_of_time() -> None:
    found = draw(plan(load(), load(even=True)))
    assert all(a.at <= b.at for a, b in itertools.pairwise(found))
