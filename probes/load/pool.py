"""Several load processes of this machine, each with its part of the arrivals and a pipe.

Arrivals are divided by number, so that the processes start the same users at the same times as one
process would. A lost process makes the run void: the results of its users are unknown.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from epreuve.faults.message import Message
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.plan import LoadPlan
from epreuve.probes.load.process import Load
from epreuve.probes.load.topology import LoadTopology


class WorkerPool:
    """Several loads with the interface of one `Load`."""

    def __init__(self, loads: list[Load]) -> None:
        self._loads = loads

    def start(self) -> None:
        """Start all processes."""
        for load in self._loads:
            load.start()

    def wait_ready(self, timeout: float) -> bool:
        """Return whether all are ready for their first arrival within `timeout` seconds."""
        end = time.monotonic() + timeout
        return all(load.wait_ready(max(0.0, end - time.monotonic())) for load in self._loads)

    def go(self, zero: float) -> None:
        """Send all processes the start of the run, on the machine's clock."""
        for load in self._loads:
            load.go(zero)

    def resume(self, barrier: int, shift: float) -> None:
        """End the pause of all processes at a barrier of the plan; see `Load.resume`."""
        for load in self._loads:
            load.resume(barrier, shift)

    @property
    def running(self) -> bool:
        """Whether any process runs."""
        return any(load.running for load in self._loads)

    def wait(self, timeout: float) -> bool:
        """Return whether all ended within `timeout` seconds, with their rows received."""
        end = time.monotonic() + timeout
        ended = [load.wait(max(0.0, end - time.monotonic())) for load in self._loads]
        return all(ended)

    def stop(self) -> None:
        """Ask all processes to end, at the same time."""
        threads = [threading.Thread(target=load.stop) for load in self._loads]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @property
    def failure(self) -> Message | None:
        """First reason why the load is not valid, None without one."""
        return next((load.failure for load in self._loads if load.failure), None)


def open_load(
    plan: LoadPlan, folder: Path, sink: Callable[[list[Row]], None], topology: LoadTopology
) -> Load | WorkerPool:
    """Make the load of a plan, not started; `sink` is called by one thread at a time."""
    if topology.processes == 1:
        return Load(plan, folder, sink, topology)
    lock = threading.Lock()

    def one_at_a_time(rows: list[Row]) -> None:
        with lock:
            sink(rows)

    parts = [plan.share(rank, topology.processes) for rank in range(topology.processes)]
    return WorkerPool(
        [Load(part, folder, one_at_a_time, name=f"load-{rank}") for rank, part in enumerate(parts)]
    )
