"""Several processes, or a master with workers, start the arrivals of one process."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.load.pool import WorkerPool, open_load
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import LoadTopology, parse_bind
from tests.probes.load.worker_processes import attempts, joined, plan_of, started

pytestmark = pytest.mark.process


def test_parts_of_a_plan_make_the_plan() -> None:
    plan = plan_of("http://127.0.0.1:1", 101)
    for workers in (1, 2, 3, 4):
        parts = [plan.share(place, workers) for place in range(workers)]
        assert sorted(arrival for part in parts for arrival in part.arrivals) == plan.arrivals
        assert max(len(p.arrivals) for p in parts) - min(len(p.arrivals) for p in parts) <= 1
        assert {part.seed for part in parts} == {plan.seed}


@pytest.mark.parametrize("place", ["host:", ":80", "h:0", "h:99999", "h:x", "::1:5557"])
def test_an_invalid_bind_address_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match="HOST"):
        parse_bind(place)
    assert parse_bind("bench.example") == ("bench.example", 5557)
    assert parse_bind("[::1]:5000") == ("::1", 5000)


def test_bind_needs_a_port() -> None:
    with pytest.raises(ValueError, match=r"--bind x: is not HOST:PORT; for example 127.0.0.1:5557"):
        LoadTopology(workers=2, bind="x")


@pytest.mark.parametrize(
    "options", [{"processes": 0}, {"processes": 2, "workers": 2}, {"processes": 2, "ui": 8089}]
)
def test_options_that_exclude_each_other_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"process"):
        LoadTopology(**options)


def test_two_processes_start_the_arrivals_of_one(serve: Any, respond: Any, tmp_path: Path) -> None:
    plan = plan_of(serve(respond("ok")).address, 100)
    rows: list[Any] = []
    load = open_load(plan, tmp_path, rows.extend, LoadTopology(processes=2))
    started(load)

    assert load.wait(20)

    assert load.failure is None
    assert attempts(rows) == [(arrival.number, arrival.at, "success") for arrival in plan.arrivals]


def test_a_stop_reaches_the_workers(serve: Any, respond: Any, tmp_path: Path, bind: str) -> None:
    plan = plan_of(serve(respond("ok")).address, 6000, until=60)
    rows: list[Any] = []
    load = open_load(plan, tmp_path, rows.extend, LoadTopology(workers=1, bind=bind))
    with joined(bind, 1) as workers:
        started(load)
        time.sleep(0.8)
        load.stop()
        assert load.failure is None
        assert workers[0].wait(10) == 0
    assert 0 < len(attempts(rows)) < 6000


def test_a_killed_process_is_reported_and_the_others_can_be_stopped(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    plan = plan_of(serve(respond("ok")).address, 2000, until=60)
    rows: list[Any] = []
    load = open_load(plan, tmp_path, rows.extend, LoadTopology(processes=2))
    started(load)
    time.sleep(1.0)
    assert isinstance(load, WorkerPool)
    victim = load._loads[1]._process
    assert victim is not None
    os.kill(victim.pid, signal.SIGKILL)
    assert load._loads[1].wait(5)

    assert load.failure is not None
    assert "load-1" in str(load.failure)
    assert load.running
    load.stop()
    assert not load.running
    assert len(attempts(rows)) > 50


def test_a_master_and_two_workers_start_the_arrivals_of_one_and_compare_clocks(
    serve: Any, respond: Any, tmp_path: Path, bind: str
) -> None:
    plan = plan_of(serve(respond("ok")).address, 100)
    rows: list[Any] = []
    load = open_load(plan, tmp_path, rows.extend, LoadTopology(workers=2, bind=bind))
    with joined(bind, 2) as workers:
        started(load)
        assert load.wait(30), load.failure
        assert load.failure is None
        assert [worker.wait(10) for worker in workers] == [0, 0]

    assert attempts(rows) == [(arrival.number, arrival.at, "success") for arrival in plan.arrivals]
    clocks = [row.record for row in rows if isinstance(row, Observation) and row.subject == "clock"]
    assert [(clock.worker, clock.when) for clock in clocks] == [
        (0, "start"), (1, "start"), (0, "end"), (1, "end"),
    ]  # fmt: skip
    assert all(abs(clock.offset) <= clock.error + 1e-5 for clock in clocks)


def test_a_surplus_worker_is_dismissed(serve: Any, respond: Any, tmp_path: Path, bind: str) -> None:
    plan = plan_of(serve(respond("ok")).address, 50)
    rows: list[Any] = []
    with joined(bind, 2) as workers:
        time.sleep(2.0)  # both are there when the master comes
        load = open_load(plan, tmp_path, rows.extend, LoadTopology(workers=1, bind=bind))
        started(load)
        assert load.wait(30), load.failure
        assert load.failure is None
        assert sorted(worker.wait(10) for worker in workers) == [0, 3]
    assert attempts(rows) == [(arrival.number, arrival.at, "success") for arrival in plan.arrivals]


def test_a_killed_worker_makes_the_run_void_and_ends_the_others(
    serve: Any, respond: Any, tmp_path: Path, bind: str
) -> None:
    plan = plan_of(serve(respond("ok")).address, 6000, until=60)
    rows: list[Any] = []
    load = open_load(plan, tmp_path, rows.extend, LoadTopology(workers=2, bind=bind))
    with joined(bind, 2) as workers:
        started(load)
        time.sleep(1.0)
        workers[0].kill()
        assert load.wait(20)
        assert load.failure is not None
        assert "was lost" in str(load.failure)
        assert workers[1].wait(10) == 3
    assert len(attempts(rows)) > 50


def test_workers_end_when_their_master_is_killed(
    serve: Any, respond: Any, tmp_path: Path, bind: str
) -> None:
    service = serve(respond("ok"))
    load = open_load(
        plan_of(service.address, 6000, until=60), tmp_path, [].extend, LoadTopology(1, 1, bind)
    )
    with joined(bind, 1) as workers:
        started(load)
        time.sleep(0.8)
        assert isinstance(load, Load)
        assert load._process is not None
        load._process.kill()
        workers[0].wait(15)
        time.sleep(1.0)  # what was on its way is read
        before = len(service.requests)
        time.sleep(0.5)
        assert len(service.requests) == before
    load.stop()
