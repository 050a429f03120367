"""What evidence costs (f): the same load with everything recorded, and with nothing.

Users of the closed model ask as fast as one load process can, so that whatever recording takes is
missing in the requests a second. Without evidence, the process counts and keeps nothing: no row, no
pipe, no disk. Citizens and target have a core each, in both: left to itself, the kernel puts two
processes that talk to each other on one. Harness and recorder go where they find room.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench_load_target import JOURNEY, Target, started

from epreuve.probes.load.plan import Closed, Door, LoadPlan
from epreuve.probes.load.process import Load
from epreuve.probes.store import Evidence, Recorder

USERS = 50
MEASURED = (1.5, 6.5)  # seconds of each round: what comes before warms up
ROUNDS = 11

WITHOUT = """
import locust, os, sys, time
import gevent
from locust.env import Environment
from epreuve.probes.evidence import Request
from epreuve.probes.load.crowd import Dispatch
from epreuve.probes.load.harness import allow_many_files, settle
from epreuve.probes.load.plan import LoadPlan
plan, start, end = LoadPlan.from_json(open(sys.argv[1]).read()), *map(float, sys.argv[2:])
seen = 0
def count(row):
    global seen
    if isinstance(row, Request):
        seen += 1
allow_many_files()
dispatch = Dispatch(plan, count, Environment())
settle()
dispatch.zero = time.monotonic()
gevent.spawn(dispatch.run)
gevent.sleep(start)
before, first, used = seen, time.monotonic(), time.process_time()
gevent.sleep(end - start)
count = seen - before
print(count / (time.monotonic() - first), (time.process_time() - used) / count * 1e6, flush=True)
os._exit(0)
"""


def asked(address: str) -> LoadPlan:
    """Users who never pause, until the end of what is measured."""
    doors = {"ville": Door(address, "guichet.example:80", 10)}
    users = [Closed(n * 1_000_000, 0.0, MEASURED[1], ["acte"], "ville") for n in range(USERS)]
    return LoadPlan(math.nan, MEASURED[1] + 1, 1, doors, {"acte": JOURNEY}, [], closed=users)


def without(address: str) -> tuple[float, float]:
    """Requests a second, and microseconds of CPU a request, when nothing is recorded."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(asked(address).to_json())
        file.flush()
        words = [sys.executable, "-c", WITHOUT, file.name, *map(str, MEASURED)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            alone(process.pid, 0)
            told, _ = process.communicate()
    throughput, cost = told.split()
    return float(throughput), float(cost)


def recorded(address: str) -> tuple[float, float, float, float]:
    """The same with all the evidence of a run; harness CPU a request; bytes for a million."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "evidence.db")
        with Recorder(path) as recorder:
            load = Load(asked(address), Path(folder), recorder.record)
            load.start()
            assert load._process is not None
            alone(load._process.pid, 0)
            if not load.wait_ready(30):
                raise SystemExit("the machine is too busy: the load was not ready in time")
            load.go(time.monotonic() + 0.2)
            before = time.process_time()
            if not load.wait(MEASURED[1] + 30) or load.failure:
                raise SystemExit(f"the load did not end well: {load.failure}")
        used = time.process_time() - before
        with closing(Evidence(path)) as evidence:
            everything = count(evidence)
            harness, size = used / everything * 1e6, path.stat().st_size / everything * 1e6
            return (*throughput(evidence), harness, size)


def throughput(evidence: Evidence) -> tuple[float, float]:
    """Requests a second between two looks of the load process at itself, and CPU a request."""
    start, end = MEASURED
    seen = [e for e in evidence.observations("load") if start <= e.time < end]
    first, last = seen[0].time, seen[-1].time
    requests = count(evidence, first, last)
    used = sum(float(str(each.value["cpu"])) for each in seen[1:])  # of a second each
    return requests / (last - first), used * (last - first) / len(seen[1:]) / requests * 1e6


def count(evidence: Evidence, start: float = 0.0, end: float = 1e9) -> int:
    """Requests that ended between two times."""
    ((found,),) = evidence.query(
        "SELECT count(*) FROM request WHERE ended >= ? AND ended < ?", start, end
    )
    return int(str(found))


def alone(pid: int, place: int) -> None:
    """Keep a process on one of the cores that we may use."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(pid, {cores[place % len(cores)]})


def recording() -> None:
    """(f) Rounds in turn, the order changing; medians, and the ratio of each round."""
    bare: list[tuple[float, float]] = []
    full: list[tuple[float, float, float, float]] = []
    with started(Target) as (address, pid):
        alone(pid, 1)
        for number in range(ROUNDS):
            for kind in ("bare", "full") if number % 2 else ("full", "bare"):
                if kind == "bare":
                    bare.append(without(address))
                else:
                    full.append(recorded(address))
            told("  this round", bare[-1:], full[-1:])
    told(f"medians of {ROUNDS}", bare, full)


def told(
    what: str, bare: list[tuple[float, float]], full: list[tuple[float, float, float, float]]
) -> None:
    """Print the medians, and the median of the ratios."""
    rates, costs = (
        [with_it[place] / none[place] for with_it, none in zip(full, bare, strict=True)]
        for place in (0, 1)
    )
    none, with_it = (
        [statistics.median(column) for column in zip(*each, strict=True)] for each in (bare, full)
    )
    print(
        f"{what}: {none[0]:.0f} requests/s and {none[1]:.0f} µs of CPU a request without evidence, "
        f"{with_it[0]:.0f} and {with_it[1]:.0f} with it: {statistics.median(rates):.3f} x the "
        f"requests, {statistics.median(costs):.3f} x the CPU ({min(costs):.3f} to "
        f"{max(costs):.3f}); {with_it[2]:.1f} µs of the harness; {with_it[3] / 1e6:.0f} MB for a "
        f"million requests "
        f"(load average {os.getloadavg()[0]:.1f})",
        flush=True,
    )
