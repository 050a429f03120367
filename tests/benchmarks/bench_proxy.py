"""Comparison of the embedded server with a real Toxiproxy. Run it as a script.

Needs `wrk` and `nginx` on PATH, and a real Toxiproxy (EPREUVE_REAL_TOXIPROXY, else
.bin/toxiproxy-server); missing programs are listed. Rounds of all peers take turns, so that noise
of the machine affects all of them. Medians are printed, with the ratio to the real one.
"""

import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench_proxy_echo import echoing, pings
from bench_proxy_peers import Peer, connect, cpu, nginx, proxied, resident, talking

from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.launcher import launch_embedded, launch_real

ROUNDS, SECONDS = 5, 2


def wrk(address: str, connections: int, close: bool) -> tuple[float, float]:
    """Requests per second and their p99 in ms."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency"]
    command += ["-H", "Connection: close"] if close else []
    output = subprocess.run(
        [*command, f"http://{address}/"], capture_output=True, text=True, check=True
    ).stdout
    rate = next(line.split()[1] for line in output.splitlines() if "Requests/sec" in line)
    p99 = next(line.split()[1] for line in output.splitlines() if line.strip().startswith("99%"))
    unit = {"us": 1e-3, "ms": 1.0, "s": 1e3}[p99.lstrip("0123456789.")]
    return float(rate), float(p99.rstrip("mus")) * unit


def requests(peers: list[Peer], target: str) -> None:
    for label, connections, close in (
        ("1 keep-alive connection", 1, False),
        ("32 connections", 32, False),
        ("500 connections", 500, False),
        ("a new connection each", 16, True),
    ):
        figures: dict[str, list[tuple[float, float, float]]] = {peer.name: [] for peer in peers}
        for _ in range(ROUNDS):
            for peer in peers:
                with proxied(peer, target) as address:
                    before = cpu(peer.pid) if peer.pid else 0.0
                    rate, p99 = wrk(address, connections, close)
                    spent = (cpu(peer.pid) - before) if peer.pid else 0.0
                    figures[peer.name].append((rate, p99, spent / (rate * SECONDS) * 1e6))
        for at, unit in ((0, "requests/s"), (1, "p99 ms"), (2, "proxy CPU µs/request")):
            show(f"{label}, {unit}", {n: [one[at] for one in rows] for n, rows in figures.items()})


def send_forever(connection: socket.socket) -> None:
    block = b"x" * (1 << 20)
    while True:
        connection.sendall(block)


def pull(address: str, seconds: float) -> tuple[float, float]:
    """Bytes received per second, and the longest gap between two reads after the first."""
    with connect(address) as one:
        buffer = bytearray(1 << 20)
        count = one.recv_into(buffer)
        start = last = time.monotonic()
        gap = 0.0
        count = 0
        while last - start < seconds:
            count += one.recv_into(buffer)
            now = time.monotonic()
            gap, last = max(gap, now - last), now
        return count / (last - start), gap


def bulk(peers: list[Peer]) -> None:
    rates: dict[str, list[float]] = {peer.name: [] for peer in peers}
    with talking(send_forever) as source:
        for _ in range(ROUNDS):
            for peer in peers:
                with proxied(peer, source) as address:
                    rates[peer.name].append(pull(address, SECONDS)[0] * 8 / 1e9)
    show("bulk, one stream, Gbit/s", rates)


def bandwidth(peers: list[Peer]) -> None:
    with talking(send_forever) as source:
        for rate, seconds in ((10, 4.0), (1_000, 2.0), (100_000, 2.0)):
            ratios: dict[str, list[float]] = {}
            gaps: dict[str, list[float]] = {}
            for _ in range(3):
                for peer in (peer for peer in peers if peer.client):
                    toxic = Toxic("b", "bandwidth", "downstream", {"rate": rate})
                    with proxied(peer, source, toxic) as address:
                        got, gap = pull(address, seconds)
                        ratios.setdefault(peer.name, []).append(got / (rate * 1000))
                        gaps.setdefault(peer.name, []).append(gap * 1000)
            show(f"bandwidth {rate} KB/s, measured / set", ratios)
            show(f"bandwidth {rate} KB/s, longest gap ms", gaps)


def latency(peers: list[Peer]) -> None:
    """Error of each proxy relative to its median without the toxic, and its p99 without it."""
    figures: dict[str, dict[str, list[float]]] = {}

    def note(label: str, peer: Peer, value: float) -> None:
        figures.setdefault(label, {}).setdefault(peer.name, []).append(value)

    toxic = Toxic("l", "latency", "downstream", {"latency": 100})
    with echoing() as target:
        for _ in range(ROUNDS):
            for peer in peers:
                with proxied(peer, target) as address:
                    plain = pings(address)
                base = statistics.median(plain)
                note("no toxic, p99 over p50 ms", peer, plain[len(plain) * 99 // 100] - base)
                if peer.client is None:
                    continue
                with proxied(peer, target, toxic) as address:
                    took = pings(address)
                note("100 ms latency, error p50 ms", peer, statistics.median(took) - 100 - base)
                note("100 ms latency, error p99 ms", peer, took[len(took) * 99 // 100] - 100 - base)
                note("100 ms latency, earliest ms", peer, took[0] - 100)
    for label, by_peer in figures.items():
        show(label, by_peer)


def memory(peers: list[Peer]) -> None:
    for count in (1_000, 5_000):
        idle(peers, count)


def idle(peers: list[Peer], count: int) -> None:
    """Memory of idle connections, and time of a change to all of them."""
    sizes: dict[str, list[float]] = {}
    calls: dict[str, list[float]] = {}
    with talking(lambda connection: connection.recv(1) and None) as target:
        for peer in peers:
            if peer.client is None or peer.pid is None:
                continue
            with proxied(peer, target) as address:
                before = resident(peer.pid)
                with ExitStack() as stack:
                    for _ in range(count):
                        stack.enter_context(connect(address))
                    time.sleep(1)
                    sizes[peer.name] = [(resident(peer.pid) - before) / count / 1024]
                    took = []
                    name = next(iter(peer.client.proxies()))
                    for rank in range(20):
                        start = time.monotonic()
                        toxic = Toxic(f"t{rank}", "latency", "downstream", {"latency": 1})
                        peer.client.add_toxic(name, toxic)
                        took.append((time.monotonic() - start) * 1000)
                    calls[peer.name] = [max(took)]
    show(f"memory per idle connection ({count}), KB", sizes)
    show(f"adding a toxic with {count} connections open and reading back, longest ms", calls)


def show(label: str, figures: dict[str, list[float]]) -> None:
    medians = {name: statistics.median(values) for name, values in figures.items()}
    real = medians.get("toxiproxy")
    cells = []
    for name, value in medians.items():
        ratio = f" ({value / real:.2f})" if real and name != "toxiproxy" else ""
        cells.append(
            f"{name} {value:,.3g}{ratio}" if value < 100 else f"{name} {value:,.0f}{ratio}"
        )
    print(f"{label}: {' | '.join(cells)}", flush=True)


def main() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    built = Path(__file__).parents[2] / ".bin" / "toxiproxy-server"
    real = os.environ.get("EPREUVE_REAL_TOXIPROXY") or (str(built) if built.exists() else None)
    wanted = set(sys.argv[1:]) or {"requests", "bulk", "bandwidth", "latency", "memory"}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        peers = [Peer("direct", None, None)]
        if real:
            launched = launch_real(real, folder / "real.log", lambda pgid: None)
            stack.callback(launched.close)
            peers.append(Peer("toxiproxy", launched.pid, Toxiproxy(launched.url)))
        else:
            print("toxiproxy: missing")
        ours = launch_embedded(folder / "ours.log", 3600, lambda pgid: None)
        stack.callback(ours.close)
        peers.append(Peer("embedded", ours.pid, Toxiproxy(ours.url)))
        if "memory" in wanted:  # First: a process seldom gives back what it once used.
            memory(peers)
        if "requests" in wanted:
            missing = [tool for tool in ("wrk", "nginx") if not shutil.which(tool)]
            if missing:
                print(f"requests/s: missing {', '.join(missing)}")
            else:
                requests(peers, stack.enter_context(nginx(folder)))
        for benchmark in (bulk, bandwidth, latency):
            if benchmark.__name__ in wanted:
                benchmark(peers)


if __name__ == "__main__":
    main()
