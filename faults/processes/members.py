"""Members of a process family: all descendants of its keeper, in any session or group."""

from __future__ import annotations

import contextlib
import os
import time
from signal import SIGKILL

from epreuve.faults.processes.cgroup import Cgroup
from epreuve.faults.processes.groups import POLL
from epreuve.faults.processes.table import Entry, entries, read_entry

CHASES = 50  # times that the children of a keeper are read again in one pass


def children(pid: int) -> list[Entry]:
    """Return the running children of a process."""
    return [entry for entry in entries() if entry.parent == pid and entry.alive]


def members(keeper: int | None, cgroup: Cgroup | None = None) -> list[Entry]:
    """Return the running descendants of the keeper, if any, and the members of the cgroup."""
    below: dict[int, list[Entry]] = {}
    for entry in entries():
        below.setdefault(entry.parent, []).append(entry)
    family: dict[int, Entry] = {}
    waiting = [] if keeper is None else [keeper]
    while waiting:
        for entry in below.get(waiting.pop(), []):
            family[entry.pid] = entry
            waiting.append(entry.pid)
    for pid in cgroup.members() if cgroup is not None else ():
        if (member := read_entry(pid)) is not None:
            family[pid] = member
    return [entry for entry in family.values() if entry.alive]


def kill(keeper: int | None, cgroup: Cgroup | None = None) -> list[Entry]:
    """Send SIGKILL to every member once; return those that were running.

    A family that forks all the time may hide from one reading of the process table: only the end
    of its keeper, which waits for all, proves that nothing is left.
    """
    if cgroup is not None:
        cgroup.kill()
    if keeper is not None:
        _kill_children(keeper)
    running = members(keeper, cgroup)
    for entry in running:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(entry.pid, SIGKILL)
    return running


def _kill_children(keeper: int) -> None:
    """Kill the children of the keeper, and the orphans that it adopts meanwhile, at once.

    A process that replaces itself by its child is always one of them; the whole process table is
    too slow to catch it.
    """
    tasks = f"/proc/{keeper}/task"
    for _ in range(CHASES):
        pids: list[str] = []
        with contextlib.suppress(OSError):
            for task in os.listdir(tasks):
                with open(f"{tasks}/{task}/children") as file:
                    pids += file.read().split()
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(int(pid), SIGKILL)


def kill_all(keeper: int | None, cgroup: Cgroup | None, seconds: float) -> list[Entry]:
    """Kill until no member runs, also those forked meanwhile; return who runs after `seconds`.

    A killed process that hangs in the kernel, or that belongs to another user, keeps running.
    """
    deadline = time.monotonic() + seconds
    while running := kill(keeper, cgroup):
        if time.monotonic() > deadline:
            return running
        time.sleep(POLL)
    return []
