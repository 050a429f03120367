"""Results of each generator for a service frozen 5 s in a 30 s run, at 100 requests/s (a).

Ours and k6 (an open model, `constant-arrival-rate`, a connection each) must agree; a closed model
of the same rate, Locust's `constant_pacing`, hides it. The freeze is SIGSTOP, so that the kernel
still accepts.
k6 is searched on PATH and in .bin: `GOBIN=$PWD/.bin go install go.k6.io/k6@latest`.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench_load_target import Target, run, started

from epreuve.probes.evidence.records import Request
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival

RATE, SECONDS, PATIENCE = 100, 30, 2.0
FROZEN = (10.0, 15.0)  # seconds
SLOW = 0.25  # seconds: no request takes as long while the service lives
ROUNDS = 3
ONE_STEP = Journey.model_validate({"steps": [{"get": "/"}]})

Seen = list[tuple[float, bool]]  # seconds taken, and whether a response came

CLOSED = """
import locust, sys, json, gevent
from locust import constant_pacing
from locust.env import Environment
from locust.contrib.fasthttp import FastHttpUser
class Peer(FastHttpUser):
    host = sys.argv[1]
    wait_time = constant_pacing(0.1)
    connection_timeout = network_timeout = float(sys.argv[3])
    @locust.task
    def page(self):
        self.client.get("/")
seen = []
env = Environment(user_classes=[Peer])
env.events.request.add_listener(
    lambda response_time, exception, **_: seen.append((response_time / 1e3, exception is None)))
runner = env.create_local_runner()
print("ready", flush=True)
runner.start(10, spawn_rate=10)
gevent.sleep(float(sys.argv[2]))
print(json.dumps(seen), flush=True)
import os; os._exit(0)
"""

K6 = """
import http from 'k6/http';
export const options = {
  discardResponseBodies: true,
  noConnectionReuse: true,
  scenarios: { open: {
    executor: 'constant-arrival-rate', rate: %d, timeUnit: '1s', duration: '%ds',
    preAllocatedVUs: 1000, gracefulStop: '10s',
  } },
};
export default function () { http.get(__ENV.TARGET + '/', { timeout: '%gs' }); }
"""


def frozen_while(pid: int, zero: float) -> threading.Thread:
    """Freeze a process at its time, counted from `zero`."""

    def act() -> None:
        for number, at in zip((signal.SIGSTOP, signal.SIGCONT), FROZEN, strict=True):
            time.sleep(max(0.0, zero + at - time.monotonic()))
            os.kill(pid, number)

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def ours(address: str, pid: int) -> Seen:
    """Open arrivals at equal intervals, as in k6."""
    arrivals = [Arrival(number, number / RATE, "acte", "ville") for number in range(RATE * SECONDS)]
    rows = run(
        address, arrivals, SECONDS + 10, PATIENCE, ONE_STEP, lambda zero: frozen_while(pid, zero)
    )
    requests = [row for row in rows if isinstance(row, Request)]
    return [(row.ended - row.intended, row.outcome == "success") for row in requests]


def closed(address: str, pid: int) -> Seen:
    """Ten users of plain Locust, with at most one request per 0.1 s each."""
    words = [sys.executable, "-c", CLOSED, address, str(SECONDS), str(PATIENCE)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        frozen_while(pid, time.monotonic()).join()
        return [(took, answered) for took, answered in json.loads(process.stdout.readline())]


def k6(address: str, pid: int) -> Seen:
    """The open-model peer; a request without a response took as long as its time-out."""
    program = shutil.which("k6", path=f"{Path.cwd() / '.bin'}:{os.environ.get('PATH', '')}")
    if program is None:
        raise SystemExit("k6 is missing: this peer is not measured")
    with tempfile.TemporaryDirectory() as folder:
        script, rows = Path(folder, "open.js"), Path(folder, "rows.json")
        script.write_text(K6 % (RATE, SECONDS, PATIENCE))
        words = [program, "run", "--quiet", "--no-usage-report", "--out", f"json={rows}"]
        environment = {**os.environ, "TARGET": address, "K6_NO_SUMMARY": "true"}
        with subprocess.Popen([*words, script], env=environment, stderr=subprocess.DEVNULL):
            frozen_while(pid, time.monotonic() + 1).join()
        lines = [json.loads(line) for line in rows.read_text().splitlines()]
    points = [line for line in lines if line["type"] == "Point"]
    dropped = sum(point["metric"] == "dropped_iterations" for point in points)
    if dropped:
        print(f"  k6 dropped {dropped} iterations")
    times = [e["data"]["value"] / 1e3 for e in points if e["metric"] == "iteration_duration"]
    return [(took, took < PATIENCE) for took in times]  # connecting is in them, as in ours


def report(name: str, requests: Seen) -> int:
    """Print the figures of a generator; return the number of affected requests."""
    times = sorted(took for took, _ in requests)
    affected = sum(took > SLOW or not answered for took, answered in requests)
    failed = sum(not answered for _, answered in requests)
    print(
        f"  {name}: {len(requests)} requests, p99 {times[len(times) * 99 // 100] * 1e3:.0f} ms, "
        f"{failed} failed, {affected} touched by the freeze",
        flush=True,
    )
    return affected


def freeze() -> None:
    """(a) Three rounds of each in turn; medians of the counts."""
    generators: dict[str, Callable[[str, int], Seen]] = {
        "ours": ours, "k6, open": k6, "Locust, closed": closed,
    }  # fmt: skip
    counts: dict[str, list[int]] = {name: [] for name in generators}
    for _ in range(ROUNDS):
        for name, generate in generators.items():
            with started(Target) as (address, pid):
                counts[name].append(report(name, generate(address, pid)))
    medians = {name: statistics.median(affected) for name, affected in counts.items()}
    reference = medians["k6, open"]
    for name, median in medians.items():
        print(f"{name}: {median:.0f} touched, {median / reference:.3f} x k6")
