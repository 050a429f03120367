"""Samples of live metrics, scraped from literals."""

import urllib.request

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from epreuve.audits.execution.progress.metrics import LiveMetrics
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.reports.assessment import Assessment


def attempt(outcome: Outcome = "success") -> Attempt:
    return Attempt(1, "j", "control", 0.0, 0.0, 1.0, outcome, "GET /", "", -1.0, False)


def request(took: float, outcome: Outcome = "success") -> Request:
    return Request(1, "GET /", 0, 5.0, 5.0, 5.0 + took, outcome, 200, 10, False)


def scraped(figures: LiveMetrics) -> dict[tuple[str, str], float]:
    """Each sample by its name and the values of its labels, in the order of their names."""
    registry = CollectorRegistry()
    registry.register(figures)
    return samples(generate_latest(registry).decode())


def samples(text: str) -> dict[tuple[str, str], float]:
    return {
        (sample.name, " ".join(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read(), "utf-8")


def names(figures: LiveMetrics) -> set[str]:
    return {name for name, _ in scraped(figures)}


def filled(plan: Plan, assessment: Assessment) -> LiveMetrics:
    figures = LiveMetrics(plan)
    figures.row(attempt())
    figures.row(request(0.2))
    figures.tick(1.0)
    figures.assessed(assessment)
    return figures
