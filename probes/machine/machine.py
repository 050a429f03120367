"""Use of the machine between two readings of its counters."""

import os
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path

from epreuve.probes.machine.cpu import CpuTimes, Waiting, read_cpu_times, read_waiting
from epreuve.probes.machine.limits import Limit, read_limit
from epreuve.probes.machine.listeners import listens, local_ports
from epreuve.probes.machine.processes import CpuUse, ProcessTimes
from epreuve.probes.machine.records import BenchPressure
from epreuve.probes.machine.stalls import Stall, read_stall

CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class MachineReading:
    """All counters at one moment; `programs` counts from the reading before."""

    at: float
    cpu: CpuTimes
    waiting: Waiting
    limit: Limit
    io: Stall | None
    memory: Stall | None
    programs: CpuUse


class Machine:
    """Reader of the counters of this machine. Raises OSError where `/proc` hides them."""

    def __init__(
        self, addresses: Iterable[str], harness: int, proc: Path, cgroups: Path = CGROUPS
    ) -> None:
        self._proc, self._cgroups = proc, cgroups
        self._ports = local_ports(addresses)
        self._times = ProcessTimes(proc, harness)
        self._identified: bool | None = None

    def read(self, at: float, service: Set[int]) -> MachineReading:
        """Read all counters; `service` are the processes that the run started for the service."""
        # The programs first: what they use until the next line counts as that of others.
        programs = self._times.read(service)
        cpu = read_cpu_times((self._proc / "stat").read_text(), os.sched_getaffinity(0))
        stall = read_stall(self._proc, "cpu")
        if self._identified is None:
            members = self._times.members("service")
            self._identified = listens(self._proc, members, self._ports)
        return MachineReading(
            at=at,
            cpu=cpu,
            waiting=read_waiting(self._proc, cpu, stall.some if stall else None),
            limit=read_limit(self._proc, self._cgroups),
            io=read_stall(self._proc, "io"),
            memory=read_stall(self._proc, "memory"),
            programs=programs,
        )

    def use(self, before: MachineReading, after: MachineReading) -> BenchPressure:
        """Return the use of the machine between two readings."""
        seconds = after.at - before.at
        programs = after.programs
        busy = after.cpu.busy - before.cpu.busy - programs.own - programs.service
        cores = after.cpu.cores if after.limit.cores is None else after.limit.cores

        def rate(later: float, earlier: float = 0.0) -> float:
            return round(max(later - earlier, 0.0) / seconds, 4)

        return BenchPressure(
            seconds=round(seconds, 4),
            cores=min(cores, after.cpu.cores),
            own=rate(programs.own),
            service=rate(programs.service) if self._ports else None,
            others=rate(busy),
            service_identified=bool(self._identified),
            idle=rate(after.cpu.idle, before.cpu.idle),
            stolen=rate(after.cpu.stolen, before.cpu.stolen),
            throttled=rate(after.limit.throttled, before.limit.throttled),
            waiting_source=after.waiting.source,
            cpu_waiting=_waiting(before.waiting, after.waiting, seconds),
            **_stalls(before, after, seconds),
        )


def _waiting(before: Waiting, after: Waiting, seconds: float) -> float:
    if after.source == "run queue":
        return after.value
    return round(max(after.value - before.value, 0.0) / seconds, 4)


def _stalls(before: MachineReading, after: MachineReading, seconds: float) -> dict[str, float]:
    """Return the shares of the time in which programs waited; empty for an old kernel."""
    shares = {}
    pairs = {"io": (before.io, after.io), "memory": (before.memory, after.memory)}
    for name, (first, last) in pairs.items():
        if first is not None and last is not None:
            shares[f"{name}_waiting"] = round((last.some - first.some) / seconds, 4)
            shares[f"{name}_stalled"] = round((last.full - first.full) / seconds, 4)
    return shares
