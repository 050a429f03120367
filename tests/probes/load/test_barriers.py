"""Pauses of load processes at the barriers of a plan."""

import socket
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.records import Attempt
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import LoadPlan
from epreuve.probes.load.pool import WorkerPool, open_load
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import LoadTopology
from tests.probes.load.worker_processes import attempts, joined, plan_of, started

pytestmark = pytest.mark.process


def paused(load: Load | WorkerPool, plan: LoadPlan) -> float:
    """Start a load, resume it at its only barrier; return the shift."""
    zero = started(load)
    (barrier,) = plan.barriers
    time.sleep(0.3 + barrier + 0.5)
    shift = time.monotonic() - zero - barrier
    load.resume(0, shift)
    return shift


def shifted(plan: LoadPlan, shift: float) -> list[tuple[int, float, str]]:
    """Attempts of a plan with one barrier, all successful."""
    (barrier,) = plan.barriers
    return [
        (arrival.number, arrival.at + shift if arrival.at >= barrier else arrival.at, "success")
        for arrival in plan.arrivals
    ]


def test_arrivals_after_a_barrier_wait_for_the_resume_and_are_shifted(
    serve: Any, respond: Any, tmp_path: Path
) -> None:
    """The first user gets a response after the planned end: the pause delays the end too."""
    resumed, answer = threading.Event(), respond("ok")

    def behaviour(connection: socket.socket, request: bytes) -> None:
        resumed.wait(20)
        answer(connection, request)

    service = serve(behaviour)
    arrivals = [Arrival(number, at, "page", "ville") for number, at in enumerate((0.0, 0.5, 0.7))]
    plan = plan_of(service.address, 0, until=1.5)
    plan = replace(plan, arrivals=arrivals, barriers=(0.5,))
    rows: list[Any] = []
    load = Load(plan, tmp_path, rows.extend)
    zero = started(load)
    time.sleep(2.2)
    while load.running and service.connections < 1:  # on a busy machine
        time.sleep(0.05)
    assert load.running
    assert service.connections == 1

    shift = time.monotonic() - zero - 0.5
    resumed.set()
    load.resume(0, shift)

    assert load.wait(20)
    assert load.failure is None
    users = sorted(row for row in rows if isinstance(row, Attempt))
    assert [row.intended for row in users] == [0.0, 0.5 + shift, 0.7 + shift]
    assert all(row.started >= row.intended for row in users)
    assert [row.outcome for row in users] == ["success"] * 3
    load.resume(0, shift)  # no effect after the end


def test_a_stop_ends_a_pause(serve: Any, respond: Any, tmp_path: Path) -> None:
    service = serve(respond("ok"))
    plan = replace(plan_of(service.address, 2), barriers=(0.0,))
    rows: list[Any] = []
    load = Load(plan, tmp_path, rows.extend)
    started(load)
    time.sleep(0.5)
    load.stop()
    assert load.failure is None
    assert service.requests == []
    assert [row for row in rows if isinstance(row, Attempt)] == []


def test_two_processes_pause_at_a_barrier(serve: Any, respond: Any, tmp_path: Path) -> None:
    plan = replace(plan_of(serve(respond("ok")).address, 60), barriers=(0.3,))
    rows: list[Any] = []
    load = open_load(plan, tmp_path, rows.extend, LoadTopology(processes=2))

    shift = paused(load, plan)

    assert load.wait(20)
    assert load.failure is None
    assert attempts(rows) == shifted(plan, shift)


def test_two_workers_pause_at_a_barrier(
    serve: Any, respond: Any, tmp_path: Path, bind: str
) -> None:
    plan = replace(plan_of(serve(respond("ok")).address, 60), barriers=(0.3,))
    rows: list[Any] = []
    load = open_load(plan, tmp_path, rows.extend, LoadTopology(workers=2, bind=bind))
    with joined(bind, 2) as workers:
        shift = paused(load, plan)
        assert load.wait(30), load.failure
        assert load.failure is None
        assert [worker.wait(10) for worker in workers] == [0, 0]
    assert attempts(rows) == shifted(plan, shift)
