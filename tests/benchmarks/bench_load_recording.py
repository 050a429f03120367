"""Cost of evidence (f): requests/s of a saturated load process, with and without recording.

Users of the closed model send requests as fast as the process can. By turns of a few seconds, rows
are recorded in `evidence.db` or only counted: changes in the speed of the machine affect both
alike. Load and target have a core each, because the kernel would put two
processes that exchange messages on one. The harness is not pinned, as in a run.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench_load_target import JOURNEY, Target, started

from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.load.pipe import frames
from epreuve.probes.load.plan import Closed, Endpoint, LoadPlan

USERS = 50
PASSES = 3
PAIRS = 20  # of turns, in a pass
TURN = 3.0  # seconds
SETTLING = 1.0  # of each: what the turn before left in the pipe is being written
WARM_UP = 2.0

CHILD = """
import locust, sys, time
import gevent
from locust.env import Environment
from epreuve.probes.evidence.records import Request
from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.parent import ParentProcess, allow_many_files, tune_runtime
from epreuve.probes.load.plan import LoadPlan
plan, pairs = LoadPlan.from_json(open(sys.argv[1]).read()), int(sys.argv[3])
turn, settling, warm_up = map(float, sys.argv[4:])
harness, seen, keeping = ParentProcess(int(sys.argv[2])), 0, False
def record(row):
    global seen
    if isinstance(row, Request):
        seen += 1
    if keeping:
        harness.batch.add(row)
allow_many_files()
dispatch = Dispatch(plan, record, Environment(), publishes=False)
tune_runtime()
dispatch.zero = time.monotonic()
harness.follow(lambda: None)
gevent.spawn(dispatch.run)
gevent.sleep(warm_up)
for number in range(pairs):
    for keeping in (True, False) if number % 2 else (False, True):
        gevent.sleep(settling)
        before, first, used = seen, time.monotonic(), time.process_time()
        gevent.sleep(turn - settling)
        count = seen - before
        print(keeping, count / (time.monotonic() - first),
              (time.process_time() - used) / count * 1e6, flush=True)
harness.close()
"""


def load_plan(address: str, until: float) -> LoadPlan:
    """Users without pauses."""
    endpoints = {"ville": Endpoint(address, "guichet.example:80", 10)}
    users = [Closed(n * 1_000_000, 0.0, until, ["acte"], "ville") for n in range(USERS)]
    return LoadPlan(math.nan, until + 1, 1, endpoints, {"acte": JOURNEY}, [], closed=users)


def alone(pid: int, place: int) -> None:
    """Bind a process to one of the allowed cores."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(pid, {cores[place % len(cores)]})


def turns(address: str, evidence: Path) -> Iterator[tuple[bool, float, float]]:
    """For each turn: whether it was recorded, its requests/s, its CPU per request in µs."""
    reading, writing = os.pipe()
    plan = evidence.with_name("plan.json")
    plan.write_text(load_plan(address, WARM_UP + 2 * PAIRS * TURN + 1).to_json())
    words = [sys.executable, "-c", CHILD, str(plan), str(writing), str(PAIRS)]
    words += map(str, (TURN, SETTLING, WARM_UP))
    with (
        Recorder(evidence) as recorder,
        subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=(writing,)
        ) as child,
    ):
        os.close(writing)
        alone(child.pid, 0)
        for rows in frames(reading):
            recorder.record(rows)
        assert child.stdout is not None
        output = child.stdout.read()
    os.close(reading)
    for line in output.splitlines():
        kept, rate, cpu = line.split()
        yield kept == "True", float(rate), float(cpu)


def recording() -> None:
    """(f) Print the medians of each pass, and the ratio of consecutive turns."""
    ratios: list[float] = []
    with started(Target) as (address, pid), tempfile.TemporaryDirectory() as folder:
        alone(pid, 1)
        for number in range(PASSES):
            evidence, before = Path(folder, f"{number}.db"), time.process_time()
            measures = list(turns(address, evidence))
            harness = time.process_time() - before
            kept = [turn[1:] for turn in measures if turn[0]]
            bare = [turn[1:] for turn in measures if not turn[0]]
            rows = sum(rate for rate, _ in kept) * TURN
            turn_ratios = [one[0] / other[0] for one, other in zip(kept, bare, strict=True)]
            ratios += turn_ratios
            (rate, cpu), (most, least) = map(medians, (kept, bare))
            print(
                f"  {rate:.0f} requests/s recorded, {most:.0f} only counted: "
                f"{statistics.median(turn_ratios):.3f} x; "
                f"CPU a request {cpu:.1f} and {least:.1f} µs, "
                f"and {harness / rows * 1e6:.1f} of the harness; "
                f"{evidence.stat().st_size / rows:.0f} MB for a million requests "
                f"(load average {os.getloadavg()[0]:.1f})",
                flush=True,
            )
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"{len(ratios)} pairs of turns: {middle:.3f} x (quartiles {low:.3f} and {high:.3f})")


def medians(turns: list[tuple[float, ...]]) -> list[float]:
    """Median of each column."""
    return [statistics.median(column) for column in zip(*turns, strict=True)]
