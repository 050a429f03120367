"""Times of arrivals."""

import itertools

import pytest

from epreuve.audits.planning.arrivals import draw_arrivals
from epreuve.audits.planning.load import Load
from epreuve.audits.planning.plan import Plan
from epreuve.probes.load.arrival import Arrival

COHORT = "dsl"
JOURNEYS = {"a": 3.0, "b": 1.0}


def load(
    even: bool = False, points: tuple[tuple[float, float], ...] = ((0.0, 0.0), (10.0, 20.0))
) -> Load:
    return Load(
        name="l", start=0.0, end=10.0, points=points, mix={COHORT: 1.0}, journeys=JOURNEYS,
        even=even,
    )  # fmt: skip


def plan(*loads: Load, seed: int = 7) -> Plan:
    return Plan.model_construct(loads=loads, returns=(), cohorts=(), seed=seed)


def test_expected_is_the_area_under_the_rate() -> None:
    assert load().expected(0.0, 10.0) == pytest.approx(100.0)
    assert load().expected(5.0, 10.0) == pytest.approx(75.0)
    assert load().expected(20.0, 30.0) == 0.0


def test_even_arrivals_are_at_equal_intervals_and_in_turn() -> None:
    arrivals = plan(load(even=True, points=((0.0, 2.0), (3.0, 2.0)))).arrivals
    assert [arrival.at for arrival in arrivals] == [0.25, 0.75, 1.25, 1.75, 2.25, 2.75]
    assert [arrival.journey for arrival in arrivals] == ["a", "b", "a", "b", "a", "b"]
    assert [arrival.number for arrival in arrivals] == [0, 1, 2, 3, 4, 5]


def test_arrivals_depend_on_the_seed_only() -> None:
    assert plan(load()).arrivals == plan(load()).arrivals
    assert plan(load()).arrivals != plan(load(), seed=8).arrivals


def test_arrivals_are_drawn_once_and_not_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = []

    def count_draws(*args: object) -> list[Arrival]:
        draws.append(args)
        return draw_arrivals(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("epreuve.audits.planning.plan.draw_arrivals", count_draws)
    made = plan(load())
    number = len(made.arrivals)
    assert made.arrivals_by_cohort == {COHORT: number}
    assert made.arrivals is made.arrivals
    assert len(draws) == 1
    assert "arrivals" not in made.model_dump()


def test_arrivals_are_counted_as_they_are_drawn() -> None:
    assert plan(load()).arrivals_by_cohort == {COHORT: len(plan(load()).arrivals)}


def test_arrivals_follow_the_rate() -> None:
    times = [arrival.at for seed in range(40) for arrival in plan(load(), seed=seed).arrivals]
    assert len(times) == pytest.approx(4000, rel=0.06)
    late = sum(time >= 5.0 for time in times) / len(times)
    assert late == pytest.approx(0.75, abs=0.03)
    assert all(0.0 <= time <= 10.0 for time in times)


def test_journeys_are_shared_as_declared() -> None:
    journeys = [
        arrival.journey for seed in range(40) for arrival in plan(load(), seed=seed).arrivals
    ]
    assert journeys.count("a") / len(journeys) == pytest.approx(0.75, abs=0.03)


def test_a_rate_of_zero_gives_no_arrival() -> None:
    assert plan(load(points=((0.0, 0.0), (10.0, 0.0)))).arrivals == []


def test_loads_are_merged_in_order_of_time() -> None:
    arrivals = plan(load(), load(even=True)).arrivals
    assert all(a.at <= b.at for a, b in itertools.pairwise(arrivals))
