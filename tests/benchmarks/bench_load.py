"""The load against its peer, bare FastHttpUser, on the same target: run it as a script.

Prints client CPU per request and the lag of arrivals. CPU is that of the client's process alone,
so the target's own speed does not count as long as it keeps up.
"""

import asyncio
import contextlib
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from epreuve.probes.evidence import Attempt, Observation, Request
from epreuve.probes.journey import Journey
from epreuve.probes.load.pipe import Row
from epreuve.probes.load.plan import Arrival, Door, LoadPlan
from epreuve.probes.load.process import Load

PAGE = b"<!doctype html><title>Guichet</title><h1>Vos d\xc3\xa9marches</h1>" + b"<p>texte</p>" * 80
PAGE += b"<p>Accus\xc3\xa9 de r\xc3\xa9ception n\xc2\xb0 AB12</p>"
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: s=1; Path=/\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE)
)
SECONDS = 10
JOURNEY = Journey.model_validate(
    {
        "steps": [
            {"get": "/", "expect": {"contains": "Vos démarches"}},
            {"get": "/demarches/acte", "expect": {"lacks": "Maintenance"}, "think": 0},
            {
                "post": "/demarches/acte",
                "form": {"nom": "{citizen.name}"},
                "expect": {"contains": "Accusé de réception"},
                "capture": {"receipt": r"n° (\w+)"},
                "think": 0,
            },
        ],
        "acknowledged_by": "receipt",
    }
)


class Target(asyncio.Protocol):
    """Answers the same page to any request, or nothing at all."""

    answer = ANSWER

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(self.answer)  # type: ignore[attr-defined]


class Silent(Target):
    """Reads and never answers."""

    answer = b""


def serve(target: type[Target], port: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(
            target, "127.0.0.1", 0, backlog=4096
        )
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(run())


@contextlib.contextmanager
def target(kind: type[Target]) -> Iterator[str]:
    """The address of a target in its own process."""
    reading, writing = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=serve, args=(kind, writing), daemon=True)
    process.start()
    yield f"http://127.0.0.1:{reading.recv()}"
    process.terminate()


PEER = """
import locust, resource, sys, gevent
from locust.env import Environment
from locust.contrib.fasthttp import FastHttpUser
class Peer(FastHttpUser):
    host = sys.argv[1]
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


def peer(address: str) -> float:
    """Microseconds of CPU per request of 50 closed-loop FastHttpUsers, nothing checked."""
    done = subprocess.run(
        [sys.executable, "-c", PEER, address, str(SECONDS)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    cost, failures = done.stdout.split()
    if failures != "0":
        raise SystemExit(f"the peer saw {failures} failures: the target is at fault")
    return float(cost)


def arrivals_of(rate: float, seconds: float) -> list[Arrival]:
    draw, at, arrivals = random.Random(1), 0.0, []
    while (at := at + draw.expovariate(rate)) < seconds:
        arrivals.append(Arrival(len(arrivals), at, "acte", "ville"))
    return arrivals


def run(address: str, arrivals: list[Arrival], until: float, patience: float = 10) -> list[Row]:
    """All the rows of one run of the load."""
    doors = {"ville": Door(address, "guichet.example:80", patience)}
    plan = LoadPlan(time.monotonic() + 5, until, 1, doors, {"acte": JOURNEY}, arrivals, "Revenez")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        load = Load(plan, Path(folder), rows.extend)
        load.start()
        if not load.wait_ready(4.9):
            raise SystemExit("the machine is too busy: the load was not ready in time")
        if not load.wait(until + 30) or load.failure:
            raise SystemExit(f"the load did not end well: {load.failure}")
    return rows


def health(rows: list[Row], name: str, start: float, end: float) -> list[float]:
    seen = [row for row in rows if isinstance(row, Observation) and row.subject == "health"]
    return [float(str(row.value[name])) for row in seen if start < row.time < end]


def at_rate(address: str, rate: float, base: float) -> None:
    """CPU per request and lag of a three-step journey with assertions, a capture and evidence."""
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
        f"three steps, {rate} arrivals/s: {cost:.0f} µs of CPU a request ({cost / base:.2f} x); "
        f"lag p50 {statistics.median(lags) * 1e3:.2f} ms, "
        f"p99 {lags[len(lags) * 99 // 100] * 1e3:.2f} ms, worst {lags[-1] * 1e3:.1f} ms "
        f"(waited for a core {queued:.1%} of the time)"
    )


def waiting(address: str, citizens: int) -> None:
    """Citizens who wait all at once on a silent service."""
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


def main() -> None:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {SECONDS} s each")
    with target(Target) as address:
        base = peer(address)
        print(f"FastHttpUser, closed loop, nothing checked: {base:.0f} µs of CPU a request")
        for rate in (200, 500, 1000):
            at_rate(address, rate, base)
    with target(Silent) as address:
        waiting(address, 10_000)


if __name__ == "__main__":
    main()
