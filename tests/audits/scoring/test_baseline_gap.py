"""A/A check: points between the two baselines, and their uncertainty."""

import math

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.baselines import Baseline
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.baseline_gap import BaselineGap, baseline_gap
from epreuve.audits.scoring.bench_health import void_reasons
from epreuve.probes.evidence.reader import Evidence

GRID = load_grid()
FAST, SLOW = 0.4, math.sqrt(10)  # seconds: full marks, and half of the marks of CON-3


def baseline(succeeded: int, tried: int, *users: tuple[float, ...]) -> Baseline:
    return Baseline(Tries(tried, succeeded), users)


def facts_of(run: RunFolder, *pair: Baseline) -> Facts:
    facts = Facts(run.read_plan(), Evidence(run.evidence))
    facts.replace(baselines=pair)
    return facts


def gap_of(run: RunFolder, *pair: Baseline) -> BaselineGap:
    gap = baseline_gap(facts_of(run, *pair), GRID)
    assert gap is not None
    return gap


@pytest.mark.parametrize(
    ("first", "second", "points"),
    [
        ((1000, FAST), (1000, SLOW), 50 * 3 / 8),  # CON-3 has 3 of 8 points
        ((1000, FAST), (895, FAST), 50 * 5 / 8),  # half of CON-1
        ((1000, FAST), (990, 0.9), 0),  # full marks both
    ],
)
def test_baselines_are_compared_in_points(
    good_run: RunFolder, first: tuple[int, float], second: tuple[int, float], points: float
) -> None:
    pair = [baseline(done, 1000, *[(seconds,)] * 500) for done, seconds in (first, second)]
    gap = gap_of(good_run, *pair)
    assert gap.points == pytest.approx(points)
    assert gap.low <= gap.points <= gap.high


@pytest.mark.parametrize(
    "second",
    [
        baseline(3, 4, *[(FAST,) * 3] * 4),
        baseline(4, 4, *[(FAST,) * 3] * 3, (SLOW,) * 3),
        baseline(4, 4, *[(FAST,) * 3] * 2, *[(SLOW,) * 3] * 2),
    ],
    ids=["one failed", "one slow", "two slow"],
)
def test_four_journeys_each_do_not_show_an_unstable_bench(
    good_run: RunFolder, second: Baseline
) -> None:
    pair = baseline(4, 4, *[(FAST,) * 3] * 4), second
    gap = gap_of(good_run, *pair)
    assert gap.points > 10
    assert gap.low == 0
    reasons = void_reasons(facts_of(good_run, *pair), good_run.read_record(), GRID)
    assert list(reasons) == []


def test_a_difference_of_many_journeys_shows_an_unstable_bench(good_run: RunFolder) -> None:
    pair = baseline(200, 200, *[(FAST,) * 3] * 200), baseline(160, 200, *[(SLOW,) * 3] * 200)
    gap = gap_of(good_run, *pair)
    assert gap.low > 5
    (reason,) = void_reasons(facts_of(good_run, *pair), good_run.read_record(), GRID)
    assert f"at least {gap.low:.0f}. The bench is unstable." in reason.en


def test_a_gap_is_the_same_at_each_assessment_and_in_both_orders(good_run: RunFolder) -> None:
    pair = baseline(4, 4, *[(FAST,)] * 4), baseline(3, 4, *[(FAST,)] * 3, (SLOW,))
    assert gap_of(good_run, *pair) == gap_of(good_run, *pair)
    assert gap_of(good_run, *pair).points == gap_of(good_run, *reversed(pair)).points


def test_equal_baselines_have_no_gap(good_run: RunFolder) -> None:
    same = baseline(4, 4, *[(FAST,) * 3] * 4)
    assert gap_of(good_run, same, same) == BaselineGap(0, 0, 0)
