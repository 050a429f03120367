"""Members of a process family: all descendants of its keeper, in any session or group."""

from __future__ import annotations

import contextlib
import os
import time
from signal import SIGKILL

from epreuve.faults.processes.cgroup import Cgroup
from epreuve.faults.processes.groups import POLL
from epreuve.faults.processes.table import Entry, entries, read_entry


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
    """Send SIGKILL to every member once; return those that were running."""
    if cgroup is not None:
        cgroup.kill()
    running = members(keeper, cgroup)
    for entry in running:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(entry.pid, SIGKILL)
    return running


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
