"""The watchdog process: `python -m epreuve.faults.watchdog [JOURNAL]`, with commands on stdin.

Commands: `group PGID [CGROUP]` (a process group to kill, with its leader's descendants and the
members of a cgroup), `gone PGID` (no longer), `folder PATH` (a temporary folder to delete), `done`
(end now). When stdin ends without `done`, the main process was killed: the watchdog kills the
groups, heals the server of the journal and deletes the folders.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL

from epreuve.faults.errors import FaultError
from epreuve.faults.processes.cgroup import Cgroup
from epreuve.faults.processes.groups import end
from epreuve.faults.processes.members import kill_all
from epreuve.faults.processes.table import read_entry
from epreuve.faults.toxiproxy.journal import heal, read

KILL = 3.0  # seconds for a killed group to end


@dataclass(frozen=True)
class Watched:
    """A group to kill; `birth` is that of its leader, None when it had ended already."""

    birth: str | None
    cgroup: Cgroup | None = None


@dataclass
class Orders:
    """Groups to kill, by number, and folders to delete."""

    groups: dict[int, Watched] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)


def listen() -> Orders | None:
    """Return the orders at the end of stdin, None after `done`."""
    orders = Orders()
    groups = orders.groups
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        number, _, path = rest.partition(" ")
        if word == "done":
            return None
        if word == "group" and number.isdigit():
            cgroup = Cgroup(Path(path)) if path else None
            groups[int(number)] = Watched(birth(int(number)), cgroup)
        elif word == "gone" and number.isdigit():
            groups.pop(int(number), None)
        elif word == "folder" and rest:
            orders.folders.append(Path(rest))
    return orders


def birth(pid: int) -> str | None:
    """Return the start time of a process: the system reuses process numbers."""
    entry = read_entry(pid)
    return None if entry is None else entry.birth


def kill(groups: Mapping[int, Watched]) -> None:
    """Kill the groups whose number was not reused by another process, and all cgroups."""
    for pgid, watched in groups.items():
        now = birth(pgid)
        ours = now is None or now == watched.birth
        # The leader last: the kernel gives the orphans of a family to its keeper.
        kill_all(pgid if ours and now is not None else None, watched.cgroup, KILL)
        if ours:
            end(pgid, SIGKILL, KILL)
        if watched.cgroup is not None:
            watched.cgroup.remove()


def main() -> int:
    """Wait, then kill, heal and delete; return 1 if part of it failed."""
    orders = listen()
    if orders is None:
        return 0
    kill(orders.groups)
    failures = []
    journal = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if journal is not None and journal.exists():  # Else there was no fault yet.
        try:
            failures = heal(read(journal))
        except FaultError as error:
            failures = [str(error)]
    for failure in failures:
        print(failure, file=sys.stderr, flush=True)
    for folder in orders.folders:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
