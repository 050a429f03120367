"""Each network profile, measured through the embedded server and a real Toxiproxy: run as a script.

Prints a Markdown table of the set and the measured values: round trip on an open connection
(median, and the 5th to 95th percentile), time to open a connection, rates down and up on one
connection. A real Toxiproxy is EPREUVE_REAL_TOXIPROXY, else .bin/toxiproxy-server; without
one, its rows are missing, with a message. Arguments: the names of the networks, all by default.
"""

import contextlib
import os
import socket
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench_proxy_peers import connect, talking

from epreuve.audits.crises.network import Network, networks
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.launcher import launch_embedded, launch_real
from epreuve.faults.toxiproxy.link import Link

PINGS, CONNECTIONS = 6, 8  # round trips on each of so many connections
SECONDS, WARM = 6.0, 1.0  # how long a rate is measured, after how long of warming up
WAIT = 60.0  # seconds after which a measure has failed


@dataclass(frozen=True)
class Seen:
    """Measurements of one network on one engine: ms, ms, KB/s, KB/s."""

    trips: list[float]
    opening: float
    down: float
    up: float


def echo(connection: socket.socket) -> None:
    while data := connection.recv(65536):
        connection.sendall(data)


def send_forever(connection: socket.socket) -> None:
    block = b"x" * 65536
    while True:
        connection.sendall(block)


class Sink:
    """Reads one connection at a time and reports its rate."""

    def __init__(self) -> None:
        self.rate = 0.0
        self.done = threading.Event()

    def __call__(self, connection: socket.socket) -> None:
        connection.settimeout(WAIT)
        self.rate = rate(connection)
        self.done.set()


def rate(connection: socket.socket) -> float:
    """KB/s received, from the first byte after the warm-up."""
    buffer = bytearray(1 << 18)
    begun = time.monotonic()
    while connection.recv_into(buffer) and time.monotonic() - begun < WARM:
        pass
    start = last = time.monotonic()
    count = 0
    while last - start < SECONDS:
        got = connection.recv_into(buffer)
        if not got:
            break
        count += got
        last = time.monotonic()
    return count / (last - start) / 1000


def trips(address: str) -> list[float]:
    """Round trips in ms of a few bytes, one after the other."""
    times = []
    with connect(address) as one:
        for _ in range(PINGS):
            start = time.monotonic()
            one.sendall(b"ping")
            one.recv(64)
            times.append((time.monotonic() - start) * 1000)
    return times


def opening(address: str) -> float:
    start = time.monotonic()
    connect(address).close()
    return (time.monotonic() - start) * 1000


def push(address: str, sink: Sink) -> float:
    """KB/s that arrive at the other end."""
    with connect(address) as one, contextlib.suppress(OSError):
        one.settimeout(1.0)
        while not sink.done.is_set():
            with contextlib.suppress(TimeoutError):
                one.send(b"x" * 65536)
    return sink.rate


def measure(client: Toxiproxy, name: str, link: Network) -> Seen:
    fault = SlowLink(
        latency=link.latency / 1000, jitter=link.jitter / 1000, down=link.down, up=link.up
    )
    sink = Sink()
    with ExitStack() as stack:
        listeners = {}
        for kind, talk in (("echo", echo), ("source", send_forever), ("sink", sink)):
            upstream = stack.enter_context(talking(talk))
            listeners[kind] = client.create(f"{name}-{kind}", "127.0.0.1:0", upstream).listen
            # Deleted with its toxics on: removing them from a full pipe can block a real Toxiproxy.
            stack.callback(client.delete, f"{name}-{kind}")
            Link(client, f"{name}-{kind}").apply(fault)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            times = [
                time for part in pool.map(trips, [listeners["echo"]] * CONNECTIONS) for time in part
            ]
        opened = statistics.median(opening(listeners["echo"]) for _ in range(5))
        with connect(listeners["source"]) as one:
            down = rate(one)
        return Seen(sorted(times), opened, down, push(listeners["sink"], sink))


def row(name: str, link: Network, engine: str, measures: Seen) -> str:
    low, high = (measures.trips[len(measures.trips) * share // 100] for share in (5, 95))
    latency = f"{2 * link.latency}" + (f" ± {2 * link.jitter}" if link.jitter else "")
    trip = f"{statistics.median(measures.trips):.0f} ({low:.0f} – {high:.0f})"
    cells = [name, engine, latency, trip, f"{measures.opening:.1f}"]
    for rate_asked, rate_seen in ((link.down, measures.down), (link.up, measures.up)):
        if rate_asked is None:
            cells += ["no cap", f"{rate_seen:,.0f}"]
        else:
            cells += [f"{rate_asked}", f"{rate_seen:,.1f} ({rate_seen / rate_asked:.2f})"]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    built = Path(__file__).parents[2] / ".bin" / "toxiproxy-server"
    real = os.environ.get("EPREUVE_REAL_TOXIPROXY") or (str(built) if built.exists() else None)
    wanted = sys.argv[1:] or [name for name, network in networks().items() if network.linked]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = launch_embedded(folder / "ours.log", 3600, lambda pgid: None)
        stack.callback(ours.close)
        engines = {"embedded": Toxiproxy(ours.url)}
        if real:
            launched = launch_real(real, folder / "real.log", lambda pgid: None)
            stack.callback(launched.close)
            engines["toxiproxy"] = Toxiproxy(launched.url)
        else:
            print("toxiproxy: missing, its rows are not in the table")
        print(
            "| network | engine | round trip asked, ms | seen: median (5 – 95 %) | opening, ms "
            "| down asked, KB/s | seen (ratio) | up asked, KB/s | seen (ratio) |\n"
            "|---|---|---|---|---|---|---|---|---|"
        )
        for name in wanted:
            for engine, client in engines.items():
                measures = measure(client, name, networks()[name])
                print(row(name, networks()[name], engine, measures), flush=True)


if __name__ == "__main__":
    main()
