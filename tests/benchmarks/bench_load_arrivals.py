"""Planned and started arrivals (b), also with the workers of a master (e)."""

import contextlib
import math
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench_load_target import JOURNEY, SECONDS, Target, arrivals_of, health, run, target

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.pool import open_load
from epreuve.probes.load.topology import LoadTopology

BIN = 0.1  # seconds
ROUNDS = 5


def dispersion(times: list[float], seconds: float) -> float:
    """Variance over mean of the counts per bin: 1 for a Poisson process."""
    counts = Counter(int(time / BIN) for time in times)
    bins = [counts[place] for place in range(int(seconds / BIN))]
    return statistics.variance(bins) / statistics.mean(bins)


def arrivals() -> None:
    """(b) Poisson arrivals at 200 and 1,000 a second: planned and started."""
    with target(Target) as address:
        for rate in (200, 1000):
            rounds = [one_round(address, rate, seed) for seed in range(1, ROUNDS + 1)]
            median = [statistics.median(column) for column in zip(*rounds, strict=True)]
            print(
                f"medians of {ROUNDS} at {rate}/s: dispersion per {BIN * 1e3:.0f} ms asked "
                f"{median[0]:.3f}, started {median[1]:.3f}; lag p50 {median[2]:.2f} ms, p99 "
                f"{median[3]:.2f} ms"
            )


def one_round(address: str, rate: float, seed: int) -> tuple[float, float, float, float]:
    """Dispersion of planned and of started arrivals, lag p50 and p99 in ms."""
    arrivals = arrivals_of(rate, SECONDS, seed)
    rows = run(address, arrivals, SECONDS + 5)
    attempts = [row for row in rows if isinstance(row, Attempt)]
    lags = sorted(row.started - row.intended for row in attempts)
    figures = (
        dispersion([arrival.at for arrival in arrivals], SECONDS),
        dispersion([row.started for row in attempts], SECONDS),
        statistics.median(lags) * 1e3,
        lags[len(lags) * 99 // 100] * 1e3,
    )
    queued = statistics.mean(health(rows, "queued", 0, SECONDS))
    print(
        f"  {rate}/s: {len(attempts)} of {len(arrivals)} started; "
        f"dispersion planned {figures[0]:.3f}, started {figures[1]:.3f}; "
        f"lag p50 {figures[2]:.2f} ms, p99 {figures[3]:.2f} ms "
        f"(waited for a core {queued:.0%} of the time)",
        flush=True,
    )
    return figures


def workers() -> None:
    """(e) One process, then a master with 2 and 4 workers over TCP: the same arrivals."""
    arrivals = arrivals_of(200, SECONDS)
    with target(Target) as address:
        alone = led(address, arrivals, 0)
        print(f"  one process: {len(alone)} of {len(arrivals)} arrivals")
        for count in (2, 4):
            shared = led(address, arrivals, count)
            print(f"  {count} workers: {len(shared)} arrivals, the same: {shared == alone}")


def led(address: str, arrivals: list[Arrival], count: int) -> set[tuple[object, ...]]:
    """Planned and started arrivals of one process or of `count` workers."""
    endpoints = {"ville": Endpoint(address, "guichet.example:80", 10)}
    plan = LoadPlan(math.nan, SECONDS + 5, 1, endpoints, {"acte": JOURNEY}, arrivals)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        bind = f"127.0.0.1:{listener.getsockname()[1]}"
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, joined(bind, count):
        load = open_load(plan, Path(folder), rows.extend, LoadTopology(workers=count, bind=bind))
        load.start()
        if not load.wait_ready(60):
            raise SystemExit(f"not ready in time: {load.failure}")
        load.go(time.monotonic() + 0.5)
        if not load.wait(SECONDS + 60) or load.failure:
            raise SystemExit(f"the load did not end well: {load.failure}")
    skews = [row.record for row in rows if isinstance(row, Observation) and row.subject == "clock"]
    if skews:
        most = max(abs(skew.offset) for skew in skews) * 1e6
        print(f"  clocks apart by {most:.0f} µs at most, as compared over TCP")
    attempts = [row for row in rows if isinstance(row, Attempt) and row.outcome == "success"]
    lags = sorted(row.started - row.intended for row in attempts)
    print(f"  lag p99 {lags[len(lags) * 99 // 100] * 1e3:.1f} ms")
    return {(row.arrival, row.intended, row.journey, row.cohort) for row in attempts}


@contextlib.contextmanager
def joined(bind: str, count: int) -> Iterator[None]:
    """Workers on this machine."""
    host, _, port = bind.rpartition(":")
    command = [sys.executable, "-m", "epreuve.probes.load.worker", host, port, "no master"]
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(count)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()
