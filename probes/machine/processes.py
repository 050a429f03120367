"""CPU time of the harness and of the service, summed over their processes."""

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from epreuve.probes.machine.cpu import TICK

Owner = Literal["own", "service"]


class _Process(NamedTuple):
    parent: int
    birth: str
    used: int  # ticks of the process itself
    reaped: int  # ticks of the children for which it waited


@dataclass
class CpuUse:
    """Seconds of CPU of one interval."""

    own: float
    service: float


class ProcessTimes:
    """Reader of the CPU time of one process, of its descendants, and of the service among them.

    A process that is neither is read once only, so the cost does not grow with the machine.
    """

    def __init__(self, proc: Path, harness: int) -> None:
        self._proc, self._harness = proc, harness
        self._processes: dict[int, _Process] = {}
        self._owners: dict[int, Owner] = {}
        self._foreign: set[int] = set()

    def members(self, owner: Owner) -> list[int]:
        """Return the processes of an owner at the last reading."""
        return [pid for pid, name in self._owners.items() if name == owner]

    def read(self, service: Set[int]) -> CpuUse:
        """Return the CPU time since the last reading; `service` are the processes it began with."""
        before = self._processes
        self._processes = self._read_all()
        self._owners = self._assign(before, service)
        self._foreign = set(self._processes) - set(self._owners)
        for pid in self._foreign:
            del self._processes[pid]
        ended = self._ended(before)
        ticks: dict[Owner, int] = {"own": 0, "service": 0}
        for pid, process in self._processes.items():
            last = before[pid] if self._lives(pid, before) else _Process(0, "", 0, 0)
            reaped = process.reaped - last.reaped - ended.get(pid, 0)
            ticks[self._owners[pid]] += process.used - last.used + max(reaped, 0)
        return CpuUse(ticks["own"] * TICK, ticks["service"] * TICK)

    def _read_all(self) -> dict[int, _Process]:
        present = {int(path.name) for path in self._proc.iterdir() if path.name.isdigit()}
        self._foreign &= present
        processes = {}
        for pid in sorted(present - self._foreign):
            if (process := self._read_one(pid)) is not None:
                processes[pid] = process
        return processes

    def _read_one(self, pid: int) -> _Process | None:
        try:
            with (self._proc / str(pid) / "stat").open("rb", buffering=0) as file:
                text = file.read()
        except OSError:
            return None
        fields = text.rpartition(b")")[2].split()
        used, reaped = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
        return _Process(int(fields[1]), fields[19].decode(), used, reaped)

    def _lives(self, pid: int, before: dict[int, _Process]) -> bool:
        """Return whether a process is that of the last reading: the system reuses numbers."""
        both = pid in before and pid in self._processes
        return both and before[pid].birth == self._processes[pid].birth

    def _assign(self, before: dict[int, _Process], service: Set[int]) -> dict[int, Owner]:
        last: dict[int, Owner] = {
            pid: owner for pid, owner in self._owners.items() if self._lives(pid, before)
        }
        owners: dict[int, Owner] = {}
        if self._harness in self._processes:
            owners[self._harness] = "own"
        for pid in service & set(self._processes):
            owners[pid] = "service"

        for pid in self._processes:
            line = self._line(pid, owners)
            owner: Owner | None = owners.get(line[-1])
            for member in reversed(line):
                owner = owner or last.get(member)  # an orphan keeps its owner
                if owner is not None:
                    owners[member] = owner
        return owners

    def _line(self, pid: int, owners: dict[int, Owner]) -> list[int]:
        """Return a process and its ancestors, up to the first one in `owners`."""
        line = [pid]
        while line[-1] not in owners and line[-1] in self._processes:
            line.append(self._processes[line[-1]].parent)
        return line

    def _ended(self, before: dict[int, _Process]) -> dict[int, int]:
        """Return the ticks of ended processes, counted already, by the ancestor that now has them.

        It has them in `reaped`.
        """
        ended: dict[int, int] = {}
        for pid, process in before.items():
            if self._lives(pid, before):
                continue
            parent = process.parent
            while parent in before and not self._lives(parent, before):
                parent = before[parent].parent
            ended[parent] = ended.get(parent, 0) + process.used + process.reaped
        return ended
