"""Locust's own page, and its own command on the locustfile of a run."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load import topology
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import LoadTopology

pytestmark = pytest.mark.process

JOURNEY = Journey.model_validate({"steps": [{"get": "/", "name": "entrée"}]})
LOCUSTFILE = Path(topology.__file__).with_name("locustfile.py")


def plan_of(address: str, count: int, until: float) -> LoadPlan:
    arrivals = [Arrival(number, number * 0.02, "page", "ville") for number in range(count)]
    endpoints = {"ville": Endpoint(address, "a:80", 5)}
    return LoadPlan(float("nan"), until, 7, endpoints, {"page": JOURNEY}, arrivals)


def test_locusts_own_command_plays_a_plan(serve: Any, respond: Any, tmp_path: Path) -> None:
    service = serve(respond("ok"))
    plan = tmp_path / "load.json"
    paused = replace(plan_of(service.address, 40, 30.0), barriers=(0.4,))
    plan.write_text(paused.to_json())
    command = [
        sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless", "--users", "5",
        "--json", "--loglevel", "ERROR",
    ]  # fmt: skip
    done = subprocess.run(
        command, env={**os.environ, "EPREUVE_LOAD_PLAN": str(plan)}, cwd=tmp_path,
        capture_output=True, text=True, timeout=40,
    )  # fmt: skip
    (entry,) = json.loads(done.stdout)
    assert (entry["name"], entry["num_requests"], entry["num_failures"]) == ("entrée", 40, 0)
    assert len(service.requests) == 40
    assert done.returncode == 0, done.stderr


def test_a_missing_plan_is_reported(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "EPREUVE_LOAD_PLAN"}
    command = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=40)
    assert done.returncode != 0
    assert "EPREUVE_LOAD_PLAN is not set" in done.stdout + done.stderr


def test_locusts_page_shows_the_run(serve: Any, respond: Any, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    rows: list[Any] = []
    plan = plan_of(serve(respond("ok")).address, 200, 60.0)
    load = Load(plan, tmp_path, rows.extend, LoadTopology(ui=port))
    load.start()
    assert load.wait_ready(30), load.failure
    load.go(time.monotonic() + 0.1)
    stats: dict[str, Any] = {}
    end = time.monotonic() + 15
    while time.monotonic() < end and not stats.get("total_rps"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/stats/requests", timeout=5) as answer:
            stats = json.load(answer)
        time.sleep(0.2)
    assert "entrée" in {row["name"] for row in stats["stats"]}
    urllib.request.urlopen(f"http://127.0.0.1:{port}/stop", data=b"", timeout=5).close()
    assert load.wait(15)  # Stop ends the run; every user is counted
    assert load.failure is None
    assert 0 < len([row for row in rows if isinstance(row, Attempt)]) <= 200
