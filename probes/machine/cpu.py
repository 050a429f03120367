"""CPU time of the machine and waiting for a core, from the counters of the kernel."""

import os
from collections.abc import Set
from pathlib import Path
from typing import NamedTuple

from epreuve.probes.machine.records import WaitingSource

TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds


class CpuTimes(NamedTuple):
    """Seconds since boot of some cores [S: proc_stat(5)].

    `busy` is the time of programs. Interrupts are left out: some kernels charge them to a program,
    others to none, and most of those of a run come from its own load.
    """

    cores: int
    busy: float
    idle: float
    stolen: float
    runnable: int


def read_cpu_times(stat: str, cores: Set[int]) -> CpuTimes:
    """Return the times of the chosen cores from the text of `/proc/stat`."""
    number, busy, idle, stolen, runnable = 0, 0, 0, 0, 0
    for line in stat.splitlines():
        name, *values = line.split()
        if name == "procs_running":
            runnable = int(values[0])
        elif name.startswith("cpu") and name[3:].isdigit() and int(name[3:]) in cores:
            user, nice, system, rest, waiting, _, _, steal, *_ = map(int, values)
            number += 1
            busy += user + nice + system
            idle += rest + waiting
            stolen += steal
    return CpuTimes(number, busy * TICK, idle * TICK, stolen * TICK, runnable)


class Waiting(NamedTuple):
    """Waiting for a core: seconds since boot, or programs that wait at this moment."""

    source: WaitingSource
    value: float


def read_waiting(proc: Path, times: CpuTimes, pressure: float | None) -> Waiting:
    """Return the waiting for a core from the best source that this kernel has."""
    if pressure is not None:
        return Waiting("pressure", pressure)
    try:
        schedstat = (proc / "schedstat").read_text()
    except OSError:
        return Waiting("run queue", max(times.runnable - times.cores, 0))
    return Waiting("schedstat", _queue_seconds(schedstat))


def _queue_seconds(schedstat: str) -> float:
    """Return the seconds that programs waited, summed over the cores [S: sched-stats.rst]."""
    lines = (line.split() for line in schedstat.splitlines())
    return sum(int(fields[8]) for fields in lines if fields and fields[0].startswith("cpu")) / 1e9
