"""Plans of several processes, and workers that join a master."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.pool import WorkerPool
from epreuve.probes.load.process import Load

JOURNEY = Journey.model_validate({"steps": [{"get": "/"}, {"get": "/suite", "think": 0.02}]})


def plan_of(address: str, count: int, until: float = 6.0) -> LoadPlan:
    arrivals = [Arrival(number, number * 0.01, "page", "ville") for number in range(count)]
    endpoints = {"ville": Endpoint(address, "guichet.example:80", 5)}
    return LoadPlan(float("nan"), until, 7, endpoints, {"page": JOURNEY}, arrivals)


@contextmanager
def joined(bind: str, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers that joined a master."""
    with ExitStack() as stack:
        workers = []
        for _ in range(count):
            command = [
                sys.executable,
                "-m",
                "epreuve.probes.load.worker",
                *bind.split(":"),
                "no master",
            ]
            worker = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            stack.callback(worker.wait, 20)
            stack.callback(worker.kill)
            workers.append(worker)
        yield workers


def started(load: Load | WorkerPool) -> float:
    """Start a load; return its zero."""
    load.start()
    assert load.wait_ready(40), load.failure
    zero = time.monotonic() + 0.3
    load.go(zero)
    return zero


def attempts(rows: list[Any]) -> list[tuple[int, float, str]]:
    rows_of_attempts = [row for row in rows if isinstance(row, Attempt)]
    return sorted((row.arrival, row.intended, row.outcome) for row in rows_of_attempts)
