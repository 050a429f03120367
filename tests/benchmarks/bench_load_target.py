"""Targets in separate processes, and a load run, for the load benchmarks."""

import asyncio
import contextlib
import math
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.row import Row
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
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
    """Sends the same page to any request, or nothing."""

    answer = ANSWER

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(self.answer)  # type: ignore[attr-defined]


class Silent(Target):
    """Reads and never responds."""

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
def started(kind: type[Target]) -> Iterator[tuple[str, int]]:
    """The address of a target, and its process."""
    reading, writing = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=serve, args=(kind, writing), daemon=True)
    process.start()
    yield f"http://127.0.0.1:{reading.recv()}", process.pid or 0
    process.kill()


@contextlib.contextmanager
def target(kind: type[Target]) -> Iterator[str]:
    """The address of a target."""
    with started(kind) as (address, _):
        yield address


def arrivals_of(rate: float, seconds: float, seed: int = 1) -> list[Arrival]:
    draw, at = random.Random(seed), 0.0
    arrivals: list[Arrival] = []
    while (at := at + draw.expovariate(rate)) < seconds:
        arrivals.append(Arrival(len(arrivals), at, "acte", "ville"))
    return arrivals


def run(
    address: str,
    arrivals: list[Arrival],
    until: float,
    patience: float = 10,
    journey: Journey = JOURNEY,
    begun: Callable[[float], object] = lambda zero: None,
) -> list[Row]:
    """All rows of one load run; `begun` receives its start time."""
    endpoints = {"ville": Endpoint(address, "guichet.example:80", patience)}
    plan = LoadPlan(math.nan, until, 1, endpoints, {"acte": journey}, arrivals)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        load = Load(plan, Path(folder), rows.extend)
        load.start()
        if not load.wait_ready(30):
            raise SystemExit("the machine is too busy: the load was not ready in time")
        zero = time.monotonic() + 0.5
        load.go(zero)
        begun(zero)
        if not load.wait(until + 30) or load.failure:
            raise SystemExit(f"the load did not end well: {load.failure}")
    return rows


def health(rows: list[Row], name: str, start: float, end: float) -> list[float]:
    health = [row for row in rows if isinstance(row, Observation) and row.subject == "health"]
    return [float(getattr(row.record, name)) for row in health if start < row.time < end]
