"""Prometheus metrics during a run."""

import json
import re
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.progress.metrics import BOUNDS, Histogram, LiveMetrics
from epreuve.audits.execution.progress.metrics_server import serve_metrics
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import BeginFault, HealFault, PowerOff, PowerOn, steps
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment

HERE = Path(__file__).parent
DOCS = HERE.parents[2] / "docs"


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return read_assessment(HERE.parents[1] / "reports" / "golden" / "assessment.json")


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
    assert metrics["epreuve_arrivals_asked_total", ""] > 100


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


# --- over HTTP ---


def test_scraped_during_a_run(plan: Plan, assessment: Assessment) -> None:
    figures = LiveMetrics(plan)
    with serve_metrics(figures, "127.0.0.1", 0) as address:
        figures.row(attempt())
        figures.tick(3.0)
        assert samples(fetch(address))["epreuve_elapsed_seconds", ""] == 3
        figures.assessed(assessment)
        assert samples(fetch(address))["epreuve_floor", ""] == assessment.result.floor
    with pytest.raises(OSError, match="refused"):
        fetch(address)


def test_a_port_in_use_is_named(plan: Plan) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(Misuse, match=f"--metrics-port: cannot listen on 127.0.0.1:{port}"),
            serve_metrics(LiveMetrics(plan), "127.0.0.1", port),
        ):
            pass


def test_a_scraper_at_intervals_receives_the_result(plan: Plan, assessment: Assessment) -> None:
    figures, got = LiveMetrics(plan), []

    def scrape(address: str) -> None:
        for _ in range(20):
            time.sleep(0.2)
            try:
                got.append(fetch(address))
            except OSError:
                return

    with serve_metrics(figures, "127.0.0.1", 0) as address:
        prometheus = threading.Thread(target=scrape, args=[address])
        prometheus.start()
        while len(got) < 2:
            time.sleep(0.02)
        figures.assessed(assessment)
    prometheus.join()
    assert "epreuve_score " in got[-1]
    assert len(got) <= 4


def test_without_scrapes_nothing_waits(plan: Plan, assessment: Assessment) -> None:
    figures = LiveMetrics(plan)
    figures.assessed(assessment)
    assert figures.wait_last_scrape() is None
    assert not figures._result_scraped.is_set()


# --- the files for Prometheus and Grafana ---


def names(figures: LiveMetrics) -> set[str]:
    return {name for name, _ in scraped(figures)}


def filled(plan: Plan, assessment: Assessment) -> LiveMetrics:
    figures = LiveMetrics(plan)
    figures.row(attempt())
    figures.row(request(0.2))
    figures.tick(1.0)
    figures.assessed(assessment)
    return figures


def test_dashboard_and_rules_use_metrics_that_exist(plan: Plan, assessment: Assessment) -> None:
    rules = yaml.safe_load((DOCS / "prometheus" / "epreuve.rules.yml").read_text())
    board = json.loads((DOCS / "grafana" / "epreuve.json").read_text())
    expressions = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    expressions += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    used = {name for expression in expressions for name in re.findall(r"epreuve_\w+", expression)}
    assert len(used) >= 12
    assert used - names(filled(plan, assessment)) == set()


def test_the_page_on_metrics_names_each(plan: Plan, assessment: Assessment) -> None:
    page = (DOCS / "prometheus" / "README.md").read_text()
    live = {family.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum")
            for family in names(LiveMetrics(plan)) | {"epreuve_journeys_total"}}  # fmt: skip
    assert [name for name in live if f"`{name}`" not in page] == []


@pytest.mark.process
@pytest.mark.needs_promtool
def test_promtool_accepts_the_metrics(plan: Plan, assessment: Assessment) -> None:
    registry = CollectorRegistry()
    registry.register(filled(plan, assessment))
    done = subprocess.run(
        ["promtool", "check", "metrics"],
        input=generate_latest(registry), capture_output=True, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, b"")


@pytest.mark.process
@pytest.mark.needs_promtool
@pytest.mark.parametrize("kind", ["rules epreuve.rules.yml", "config prometheus.yml"])
def test_promtool_accepts_our_files(kind: str) -> None:
    what, file = kind.split()
    subprocess.run(
        ["promtool", "check", what, str(DOCS / "prometheus" / file)],
        check=True, capture_output=True, timeout=30,
    )  # fmt: skip


@pytest.mark.process
@pytest.mark.needs_prometheus
def test_a_real_prometheus(plan: Plan, assessment: Assessment, tmp_path: Path) -> None:
    """It scrapes, answers a query on what was told, and raises the alert of the knock-outs."""
    figures = LiveMetrics(plan)
    with serve_metrics(figures, "127.0.0.1", 0) as address:
        port = start_port()
        config = yaml.safe_load((DOCS / "prometheus" / "prometheus.yml").read_text())
        config["global"] = {"scrape_interval": "500ms", "evaluation_interval": "500ms"}
        config["rule_files"] = [str(DOCS / "prometheus" / "epreuve.rules.yml")]
        config["scrape_configs"][0]["scrape_timeout"] = "500ms"
        config["scrape_configs"][0]["static_configs"] = [{"targets": [address.split("/")[2]]}]
        (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config))
        server = subprocess.Popen(
            ["prometheus", f"--config.file={tmp_path / 'prometheus.yml'}",
             f"--storage.tsdb.path={tmp_path / 'data'}",
             f"--web.listen-address=127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            figures.row(attempt())
            figures.tick(7.0)
            ask = f"http://127.0.0.1:{port}/api/v1/"
            journeys = f"{ask}query?query=epreuve_journeys_total"
            wait(lambda: value(journeys) == "1")
            figures.assessed(assessment)
            wait(lambda: "EpreuveKnockout" in fetch(f"{ask}alerts"))
        finally:
            server.terminate()
            server.wait(20)


def start_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def value(address: str) -> str | None:
    samples: Any = json.loads(fetch(address))["data"]["result"]
    return str(samples[0]["value"][1]) if samples else None


def wait(condition: Callable[[], bool]) -> None:
    for _ in range(300):
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("Prometheus did not see it within 30 s")
