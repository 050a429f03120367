"""What evidence costs (f): the same load with everything recorded, and with nothing.

Users of the closed model ask as fast as one load process can. (1) In one process, rows are kept and
sent, then only counted, by turns of a quarter of a second: what the machine does meanwhile weighs
on both alike, and CPU per request tells the price. (2) Whole runs with evidence, the harness and
its disk included, and without. In these, citizens and target have a core each: left to itself, the
kernel puts two processes that talk to each other on one.
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
MEASURED = (1.5, 6.5)  # seconds of each whole run: what comes before warms up
ROUNDS = 5
TURNS = 120  # of each kind, in one process

CHILD = """
import locust, os, sys, time
import gevent
from locust.env import Environment
from epreuve.probes.evidence import Request
from epreuve.probes.load.crowd import Dispatch
from epreuve.probes.load.harness import BATCH_EVERY, allow_many_files, settle
from epreuve.probes.load.pipe import Batch
from epreuve.probes.load.plan import LoadPlan
plan, turns, start, end = LoadPlan.from_json(open(sys.argv[1]).read()), *map(float, sys.argv[2:])
batch, seen, keeping = Batch(), 0, False
def record(row):
    global seen
    if isinstance(row, Request):
        seen += 1
    if keeping:
        batch.add(row)
allow_many_files()
dispatch = Dispatch(plan, record, Environment(), looked_at=False)
settle()
dispatch.zero = time.monotonic()
gevent.spawn(dispatch.run)
gevent.sleep(start)
def measured(seconds):
    before, first, used = seen, time.monotonic(), time.process_time()
    gevent.sleep(seconds)
    if keeping:
        os.write(pipe, batch.frame())
    return seen - before, time.monotonic() - first, time.process_time() - used
pipe = os.open(os.devnull, os.O_WRONLY)
if turns:
    kept, bare = [0, 0, 0], [0, 0, 0]
    for turn in range(int(turns) * 2):
        keeping = turn % 2 == 0
        for place, figure in enumerate(measured(0.25)):
            (kept if keeping else bare)[place] += figure
    print(bare[2] / bare[0] * 1e6, kept[2] / kept[0] * 1e6, flush=True)
else:
    count, lasted, used = measured(end - start)
    print(count / lasted, used / count * 1e6, flush=True)
os._exit(0)
"""


def asked(address: str, until: float) -> LoadPlan:
    """Users who never pause."""
    doors = {"ville": Door(address, "guichet.example:80", 10)}
    users = [Closed(n * 1_000_000, 0.0, until, ["acte"], "ville") for n in range(USERS)]
    return LoadPlan(math.nan, until + 1, 1, doors, {"acte": JOURNEY}, [], closed=users)


def alone(pid: int, place: int) -> None:
    """Keep a process on one of the cores that we may use."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(pid, {cores[place % len(cores)]})


def child(address: str, turns: int) -> tuple[float, float]:
    """With turns: CPU a request, in µs, without and with rows. Else requests/s, and CPU."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(asked(address, MEASURED[1] + turns).to_json())
        file.flush()
        words = [sys.executable, "-c", CHILD, file.name, str(turns), *map(str, MEASURED)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            alone(process.pid, 0)
            told, _ = process.communicate()
    first, second = map(float, told.split())
    return first, second


def recorded(address: str) -> tuple[float, float, float]:
    """A run with evidence: requests/s, harness CPU a request in µs, bytes for a million."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "evidence.db")
        with Recorder(path) as recorder:
            load = Load(asked(address, MEASURED[1]), Path(folder), recorder.record)
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
            everything = count(evidence, 0.0, 1e9)
            measured = count(evidence, *MEASURED) / (MEASURED[1] - MEASURED[0])
        return measured, used / everything * 1e6, path.stat().st_size / everything * 1e6


def count(evidence: Evidence, start: float, end: float) -> int:
    """Requests that ended between two times."""
    ((found,),) = evidence.query(
        "SELECT count(*) FROM request WHERE ended >= ? AND ended < ?", start, end
    )
    return int(str(found))


def recording() -> None:
    """(f) The price in one process, three times; then whole runs in turn, the order changing."""
    bare: list[float] = []
    full: list[tuple[float, float, float]] = []
    with started(Target) as (address, pid):
        alone(pid, 1)
        for _ in range(3):
            none, rows = child(address, TURNS)
            print(
                f"  one process by turns: {none:.1f} µs of CPU a request without rows, {rows:.1f} "
                f"with them: {rows / none:.3f} x",
                flush=True,
            )
        for number in range(ROUNDS):
            for kind in ("bare", "full") if number % 2 else ("full", "bare"):
                if kind == "bare":
                    bare.append(child(address, 0)[0])
                else:
                    full.append(recorded(address))
            print(f"  {bare[-1]:.0f} requests/s without evidence, {full[-1][0]:.0f} with it")
    rate, harness, size = (statistics.median(column) for column in zip(*full, strict=True))
    print(
        f"whole runs, medians of {ROUNDS}: {statistics.median(bare):.0f} requests/s without "
        f"evidence, {rate:.0f} with it (at most {max(bare):.0f} and {max(full)[0]:.0f}); harness "
        f"{harness:.1f} µs of CPU a request; {size / 1e6:.0f} MB for a million requests "
        f"(load average {os.getloadavg()[0]:.1f})"
    )
