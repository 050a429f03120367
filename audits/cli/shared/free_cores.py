"""CPU cores of this machine that are free now."""

import os
import time
from pathlib import Path

from epreuve.probes.machine.cpu import read_cpu_times

SAMPLE = 1.0  # seconds


def free_cores(proc: Path = Path("/proc")) -> float:
    """Return how many cores that this process may use were idle, over one second."""
    cores = os.sched_getaffinity(0)

    def idle() -> float:
        return read_cpu_times((proc / "stat").read_text(), cores).idle

    before, start = idle(), time.monotonic()
    time.sleep(SAMPLE)
    return (idle() - before) / (time.monotonic() - start)
