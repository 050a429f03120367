"""Several load processes of this machine, each with its part of the arrivals and a pipe.

The parts are told by arrival number, so that as many processes start the same citizens at the same
times as one would. One that is lost voids the run: nobody knows what its citizens did.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from epreuve.probes.load.pipe import Row
from epreuve.probes.load.plan import LoadPlan
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import LoadTopology


class WorkerPool:
    """Commanded as one `Load`."""

    def __init__(self, loads: list[Load]) -> None:
        self._loads = loads

    def start(self) -> None:
        """Start all of them."""
        for load in self._loads:
            load.start()

    def wait_ready(self, timeout: float) -> bool:
        """Whether all wait for their first arrival within `timeout` seconds."""
        end = time.monotonic() + timeout
        return all(load.wait_ready(max(0.0, end - time.monotonic())) for load in self._loads)

    def go(self, zero: float) -> None:
        """Tell them when the run begins: all read the one clock of the machine."""
        for load in self._loads:
            load.go(zero)

    @property
    def running(self) -> bool:
        """Whether any lives."""
        return any(load.running for load in self._loads)

    def wait(self, timeout: float) -> bool:
        """Whether all ended within `timeout` seconds, their rows received."""
        end = time.monotonic() + timeout
        ended = [load.wait(max(0.0, end - time.monotonic())) for load in self._loads]
        return all(ended)

    def stop(self) -> None:
        """Ask all of them to end, at once."""
        threads = [threading.Thread(target=load.stop) for load in self._loads]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @property
    def failure(self) -> str | None:
        """Why the load cannot be trusted: the first reason found."""
        return next((load.failure for load in self._loads if load.failure), None)


def open_load(
    plan: LoadPlan, folder: Path, sink: Callable[[list[Row]], None], crew: LoadTopology
) -> Load | WorkerPool:
    """The load of a plan, ready to be started; `sink` is never called by two threads at once."""
    if crew.processes == 1:
        return Load(plan, folder, sink, crew)
    lock = threading.Lock()

    def one_at_a_time(rows: list[Row]) -> None:
        with lock:
            sink(rows)

    parts = [plan.share(place, crew.processes) for place in range(crew.processes)]
    return WorkerPool(
        [
            Load(part, folder, one_at_a_time, name=f"load-{place}")
            for place, part in enumerate(parts)
        ]
    )
