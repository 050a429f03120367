"""The load process: start times, completeness, reproducibility and end."""

import math
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Closed, Endpoint, LoadPlan, Retries
from epreuve.probes.load.process import Load

pytestmark = pytest.mark.process

JOURNEY = Journey.model_validate({"steps": [{"get": "/"}, {"get": "/suite", "think": 0.02}]})


def plan_of(address: str, arrivals: list[Arrival], until: float = 8.0) -> LoadPlan:
    endpoints = {"ville": Endpoint(address, "guichet.example:80", 5)}
    return LoadPlan(math.nan, until, 7, endpoints, {"page": JOURNEY}, arrivals)


def started(load: Load) -> float:
    """Start a load; return its zero."""
    load.start()
    assert load.wait_ready(40), load.failure
    zero = time.monotonic() + 0.2
    load.go(zero)
    return zero


def run(plan: LoadPlan, folder: Path) -> list[Any]:
    rows: list[Any] = []
    load = Load(plan, folder, rows.extend)
    started(load)
    assert load.wait(20)
    assert load.failure is None
    return rows


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_plan_is_the_same_after_serialisation() -> None:
    plan = LoadPlan(
        1.5, 9.0, 7, {"ville": Endpoint("http://127.0.0.1:1", "a:80", 5)}, {"page": JOURNEY},
        [Arrival(0, 0.25, "page", "ville")], Retries(5, 1, 2), barriers=(0.5, 3.0),
    )  # fmt: skip
    assert LoadPlan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize(
    ("arrivals", "fault"),
    [
        ([Arrival(0, 0.0, "page", "lune")], "lune"),
        ([Arrival(0, 0.0, "voler", "ville")], "voler"),
        ([Arrival(0, 1.0, "page", "ville"), Arrival(1, 0.5, "page", "ville")], "sorted"),
    ],
)
def test_an_invalid_plan_is_refused_with_the_arrival(arrivals: list[Arrival], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        plan_of("http://127.0.0.1:1", arrivals)


def test_barriers_are_sorted_and_without_closed_users() -> None:
    plan = plan_of("http://127.0.0.1:1", [])
    with pytest.raises(ValueError, match=r"\(2, 1\): barriers must be sorted"):
        replace(plan, barriers=(2, 1))
    with pytest.raises(ValueError, match="closed model"):
        replace(plan, barriers=(1,), closed=[Closed(0, 0, 1, ["page"], "ville")])


def test_all_due_arrivals_start_in_the_same_order_each_time(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    service = serve(respond("ok"))
    arrivals = [Arrival(number, number * 0.004, "page", "ville") for number in range(150)]
    runs = [run(plan_of(service.address, arrivals), tmp_path) for _ in range(2)]

    for rows in runs:
        attempts = [row for row in rows if isinstance(row, Attempt)]
        by_start = sorted(attempts, key=lambda row: row.started)
        assert [row.arrival for row in by_start] == list(range(150))
        assert all(row.started >= row.intended for row in attempts)
        assert {row.outcome for row in attempts} == {"success"}
        assert len([row for row in rows if isinstance(row, Request)]) == 300


def test_arrivals_overdue_at_the_end_are_dropped(serve: Any, respond: Any, tmp_path: Path) -> None:
    service = serve(respond("ok"))
    endpoints = {"ville": Endpoint(service.address, "guichet.example:80", 5)}
    zero = time.monotonic() - 5  # the run is long over when the child comes
    arrivals = [Arrival(0, 1.0, "page", "ville"), Arrival(1, 999.0, "page", "ville")]
    rows = run(LoadPlan(zero, 3.0, 7, endpoints, {"page": JOURNEY}, arrivals), tmp_path)
    attempts = [row for row in rows if isinstance(row, Attempt)]
    assert [(row.arrival, row.outcome) for row in attempts] == [(0, "dropped")]
    assert service.requests == []


def test_a_stop_counts_unfinished_sessions_and_starts_no_other(
    serve: Any, silent: Any, tmp_path: Path
) -> None:
    service = serve(silent)
    arrivals = [Arrival(0, 0.0, "page", "ville"), Arrival(1, 500.0, "page", "ville")]
    rows: list[Any] = []
    load = Load(plan_of(service.address, arrivals, until=1000.0), tmp_path, rows.extend)
    started(load)
    end = time.monotonic() + 10
    while not service.requests and time.monotonic() < end:
        time.sleep(0.02)

    load.stop()

    assert not load.running
    assert load.failure is None
    attempts = [row for row in rows if isinstance(row, Attempt)]
    assert [(row.arrival, row.outcome) for row in attempts] == [(0, "in flight")]
    load.stop()  # twice is fine


def test_a_killed_process_is_a_failure_and_its_rows_are_kept(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    service = serve(respond("ok"))
    arrivals = [Arrival(0, 0.0, "page", "ville"), Arrival(1, 500.0, "page", "ville")]
    rows: list[Any] = []
    load = Load(plan_of(service.address, arrivals, until=1000.0), tmp_path, rows.extend)
    started(load)
    end = time.monotonic() + 10
    while not any(isinstance(row, Attempt) for row in rows) and time.monotonic() < end:
        time.sleep(0.02)
    assert load._process is not None
    os.kill(load._process.pid, signal.SIGKILL)

    assert load.wait(5)
    assert load.failure is not None
    assert "signal 9" in str(load.failure)
    assert len([row for row in rows if isinstance(row, Attempt)]) == 1


def test_the_cause_of_a_failed_start_is_reported(tmp_path: Path) -> None:
    plan = plan_of("http://127.0.0.1:1", [])
    missing = {"a": Journey.model_validate({"locustfile": "missing.py:User"})}
    load = Load(LoadPlan(plan.zero, 1, 7, {}, missing, []), tmp_path, print)
    load.start()
    assert not load.wait_ready(60)
    load.wait(5)
    assert load.failure is not None
    assert "missing.py" in str(load.failure)


def test_rows_that_cannot_be_stored_are_a_failure(serve: Any, respond: Any, tmp_path: Path) -> None:
    def sink(rows: list[Any]) -> None:
        raise OSError("disk full")

    arrivals = [Arrival(0, 0.0, "page", "ville")]
    load = Load(plan_of(serve(respond("ok")).address, arrivals), tmp_path, sink)
    started(load)
    load.wait(20)
    load.stop()
    assert load.failure is not None
    assert "disk full" in str(load.failure)


def test_a_slow_harness_does_not_block_sessions(serve: Any, respond: Any, tmp_path: Path) -> None:
    """The harness reads nothing until the service has received the requests of all sessions."""
    users, all_sent, answer = 1000, threading.Event(), respond("ok")

    def behaviour(connection: socket.socket, request: bytes) -> None:
        answer(connection, request)
        if len(service.requests) >= users:
            all_sent.set()

    service = serve(behaviour)
    arrivals = [Arrival(number, number / 1000, "page", "ville") for number in range(users)]
    rows: list[Any] = []
    waits: list[bool] = []

    def sink(batch: list[Any]) -> None:  # the rows of all sessions are larger than a pipe
        if not waits:
            waits.append(all_sent.wait(30))
        rows.extend(batch)

    load = Load(plan_of(service.address, arrivals, 60.0), tmp_path, sink)
    started(load)
    assert load.wait(60)
    assert waits == [True]
    assert len([row for row in rows if isinstance(row, Attempt)]) == users


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM])
def test_the_load_process_ends_with_its_parent(signal_number: int, tmp_path: Path) -> None:
    script = f"""
        import time
        from pathlib import Path
        from epreuve.probes.journeys.journey import Journey
        from epreuve.probes.load.arrival import Arrival
        from epreuve.probes.load.plan import Endpoint, LoadPlan
        from epreuve.probes.load.process import Load
        journeys = {{"j": Journey.model_validate({{"steps": [{{"get": "/"}}]}})}}
        endpoints, arrivals = {{"a": Endpoint("", "", 1)}}, [Arrival(0, 0.0, "j", "a")]
        plan = LoadPlan(time.monotonic() + 500, 1000.0, 7, endpoints, journeys, arrivals)
        load = Load(plan, Path({str(tmp_path)!r}), print)
        load.start()
        assert load.wait_ready(60)
        print(load._process.pid, flush=True)
        time.sleep(60)
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)

    parent.send_signal(signal_number)
    parent.wait(5)
    parent.stdout.close()

    end = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(child)


def test_the_harness_imports_neither_locust_nor_gevent() -> None:
    script = (
        "import sys, epreuve.probes.load.process, epreuve.probes.pages.receipt;"
        "import epreuve.probes.browser.page_load;"
        "print(sorted({'locust', 'gevent', 'geventhttpclient'} & sys.modules.keys()))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert shown.stdout.strip() == "[]", shown.stderr
