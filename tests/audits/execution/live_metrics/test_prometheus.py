"""Dashboard, rules and configuration for Prometheus."""

import json
import re
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest

from epreuve.audits.execution.progress.metrics import LiveMetrics
from epreuve.audits.execution.progress.metrics_server import serve_metrics
from epreuve.audits.planning.plan import Plan
from epreuve.reports.assessment import Assessment
from tests.audits.execution.live_metrics.scrape import attempt, fetch, filled, names

DOCS = Path(__file__).parents[4] / "docs"


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
    """It scrapes, responds to a query on the metrics, and raises the alert of the knock-outs."""
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
