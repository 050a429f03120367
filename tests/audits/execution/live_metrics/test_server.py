"""The metrics server during a run."""

import socket
import threading
import time

import pytest

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.progress.metrics import LiveMetrics
from epreuve.audits.execution.progress.metrics_server import serve_metrics
from epreuve.audits.planning.plan import Plan
from epreuve.reports.assessment import Assessment
from tests.audits.execution.live_metrics.scrape import attempt, fetch, samples


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
