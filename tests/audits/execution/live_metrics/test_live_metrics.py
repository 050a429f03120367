"""Prometheus metrics during a run."""

from typing import get_args

import pytest

from epreuve.audits.execution.progress.metrics import BOUNDS, Histogram, LiveMetrics
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import BeginFault, HealFault, PowerOff, PowerOn, steps
from epreuve.probes.evidence.records import Outcome
from epreuve.reports.assessment import Assessment
from tests.audits.execution.live_metrics.scrape import attempt, request, scraped


def test_the_clock_and_the_phase(plan: Plan) -> None:
    figures = LiveMetrics(plan)
    during = next(window for window in plan.windows if window.name == "during")
    figures.tick(during.start + 1)
    metrics = scraped(figures)
    assert metrics["epreuve_elapsed_seconds", ""] == during.start + 1
    assert metrics["epreuve_planned_seconds", ""] == plan.duration
    assert [metrics["epreuve_phase", name] for name in ("before", "during", "after")] == [0, 1, 0]
    going_on = {labels.split()[1] for name, labels in metrics if name == "epreuve_window"}
    assert going_on == {
        window.name
        for window in plan.windows
        if window.kind != "phase" and window.start <= during.start + 1 < window.end
    }


def test_journeys_by_outcome(plan: Plan) -> None:
    figures = LiveMetrics(plan)
    outcomes: tuple[Outcome, ...] = ("success", "success", "reset", "no link", "dropped")
    for outcome in outcomes:
        figures.row(attempt(outcome))
    figures.tick(plan.duration)
    metrics = scraped(figures)
    assert metrics["epreuve_journeys_total", "success"] == 2
    assert metrics["epreuve_journeys_total", "no link"] == 1
    assert metrics["epreuve_arrivals_offered_total", ""] == 3
    assert metrics["epreuve_arrivals_planned_total", ""] > 100


def test_response_times_begin_at_the_planned_start(plan: Plan) -> None:
    figures = LiveMetrics(plan)
    for took in (0.05, 0.3, 3.0, 700.0):
        figures.row(request(took))
    metrics = scraped(figures)
    buckets = {
        labels.split()[0]: value
        for (name, labels), value in metrics.items()
        if name == "epreuve_request_duration_seconds_bucket"
    }
    assert buckets["0.05"] == 1
    assert buckets["0.5"] == 2
    assert buckets["60"] == 3
    assert buckets["+Inf"] == metrics["epreuve_request_duration_seconds_count", "success"] == 4
    assert metrics["epreuve_request_duration_seconds_sum", "success"] == pytest.approx(703.35)


def test_a_bound_belongs_to_its_bucket() -> None:
    times = Histogram()
    for bound in BOUNDS:
        times.add(bound)
    assert [count for _, count in times.buckets()] == [*range(1, len(BOUNDS) + 1), len(BOUNDS)]


def test_faults_and_power_while_they_last(plan: Plan) -> None:
    figures = LiveMetrics(plan)
    seen_power = set()
    for step in steps(plan):
        figures.step(step)
        if isinstance(step, BeginFault | HealFault):
            key = ("epreuve_fault", f"{step.span.fault.kind} {step.span.subject}")
            assert scraped(figures)[key] == isinstance(step, BeginFault)
        elif isinstance(step, PowerOff | PowerOn):
            seen_power.add(scraped(figures)["epreuve_power", ""])
    assert seen_power == {0, 1}
    metrics = scraped(figures)
    assert {value for (name, _), value in metrics.items() if name == "epreuve_fault"} == {0}


def test_series_are_bounded(plan: Plan) -> None:
    figures = LiveMetrics(plan)
    few = len(scraped(figures))
    for number in range(500):
        for outcome in get_args(Outcome):
            figures.row(attempt(outcome)._replace(receipt=f"R{number}", step=f"GET /{number}"))
            figures.row(request(0.1, outcome)._replace(step=f"GET /{number}"))
    journeys, buckets = len(get_args(Outcome)), len(get_args(Outcome)) * (len(BOUNDS) + 3)
    assert len(scraped(figures)) - few == journeys + buckets


def test_the_result_comes_last(plan: Plan, assessment: Assessment) -> None:
    figures = LiveMetrics(plan)
    assert ("epreuve_score", "") not in scraped(figures)
    figures.assessed(assessment)
    metrics = scraped(figures)
    assert metrics["epreuve_score", ""] == pytest.approx(assessment.result.score)
    assert metrics["epreuve_knockouts", ""] == 2
