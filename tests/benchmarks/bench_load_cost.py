"""CPU per request beside a bare FastHttpUser (c), and cost of a waiting user (d).

CPU is that of the client's process alone: the speed of the target does not count while it
suffices.
"""

import contextlib
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from bench_load_target import SECONDS, Silent, Target, arrivals_of, health, run, target

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.load.arrival import Arrival

PEER = """
import locust, resource, sys, gevent
from locust.env import Environment
from locust.contrib.fasthttp import FastHttpUser
class Peer(FastHttpUser):
    host = sys.argv[1]
    if len(sys.argv) > 3:
        wait_time = locust.constant_throughput(float(sys.argv[3]))
    @locust.task
    def journey(self):
        self.client.get("/")
        self.client.get("/demarches/acte")
        self.client.post("/demarches/acte", data={"nom": "Aimee Exemple"})
env = Environment(user_classes=[Peer])
runner = env.create_local_runner()
runner.start(50, spawn_rate=50)
gevent.sleep(2)
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
cpu, count = used(), env.stats.total.num_requests
gevent.sleep(float(sys.argv[2]))
print((used() - cpu) / (env.stats.total.num_requests - count) * 1e6, env.stats.total.num_failures)
import os; sys.stdout.flush(); os._exit(0)
"""


def peer(address: str, rate: float | None = None) -> float:
    """Microseconds of CPU per request of 50 closed-loop FastHttpUsers, nothing checked.

    As fast as they can, or all together at `rate` journeys a second.
    """
    pace = [] if rate is None else [str(rate / 50)]
    done = subprocess.run(
        [sys.executable, "-c", PEER, address, str(SECONDS), *pace],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    cost, failures = done.stdout.split()
    if failures != "0":
        raise SystemExit(f"the peer saw {failures} failures: the target is at fault")
    return float(cost)


def at_rate(address: str, rate: float, base: float) -> None:
    """CPU per request and lag of a three-step journey with assertions, a capture and evidence."""
    paced = peer(address, rate)
    arrivals = arrivals_of(rate, SECONDS)
    rows = run(address, arrivals, SECONDS + 5)
    attempts = [row for row in rows if isinstance(row, Attempt)]
    if {row.outcome for row in attempts} != {"success"} or len(attempts) != len(arrivals):
        raise SystemExit("some citizens failed: the target is at fault")
    lags = sorted(row.started - row.intended for row in attempts)
    cpu = health(rows, "cpu", 2, SECONDS - 1)
    queued = statistics.mean(health(rows, "queued", 0, SECONDS))
    first = next(row.time for row in rows if isinstance(row, Observation) and row.time > 2) - 1
    served = sum(first <= row.ended < first + len(cpu) for row in rows if isinstance(row, Request))
    cost = sum(cpu) / served * 1e6
    print(
        f"three steps, {rate} arrivals/s: {cost:.0f} µs of CPU a request ({cost / base:.2f} x; "
        f"{cost / paced:.2f} x the {paced:.0f} µs of FastHttpUser at the same rate); "
        f"lag p50 {statistics.median(lags) * 1e3:.2f} ms, "
        f"p99 {lags[len(lags) * 99 // 100] * 1e3:.2f} ms, worst {lags[-1] * 1e3:.1f} ms "
        f"(waited for a core {queued:.1%} of the time)"
    )


def waiting(address: str, citizens: int) -> None:
    """Users who wait at the same time for a silent service."""
    arrivals = [Arrival(number, number / 1000, "acte", "ville") for number in range(citizens)]
    pages = resource.getpagesize()
    memory: list[int] = []

    def look() -> None:
        for _ in range(200):
            time.sleep(0.2)
            memory.append(_load_memory() * pages)

    threading.Thread(target=look, daemon=True).start()
    rows = run(address, arrivals, citizens / 1000 + 3, patience=600)
    counted = [row.outcome for row in rows if isinstance(row, Attempt)]
    most = max(health(rows, "waiting", 0, 1e9))
    empty = next(size for size in memory if size > 30e6)
    print(
        f"silent service: {most:.0f} citizens waiting at once, {counted.count('in flight')} of "
        f"{citizens} counted, {(max(memory) - empty) / citizens / 1024:.0f} KB each"
    )


def _load_memory() -> int:
    """Resident pages of the load child, 0 when there is none."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            status = (path.parent / "stat").read_text().rpartition(")")[2].split()
            if b"probes.load.child" in path.read_bytes() and int(status[1]) == os.getpid():
                return int((path.parent / "statm").read_text().split()[1])
    return 0


def cost() -> None:
    """(c) A three-step journey against bare FastHttpUser, three times in turn."""
    with target(Target) as address:
        for _ in range(3):
            base = peer(address)
            print(f"FastHttpUser, closed loop, nothing checked: {base:.0f} µs of CPU a request")
            for rate in (200, 500, 1000):
                at_rate(address, rate, base)


def crowd() -> None:
    """(d) Ten thousand users who wait for a silent service."""
    with target(Silent) as address:
        waiting(address, 10_000)
