"""The watchdog process: `python -m epreuve.faults.watchdog [JOURNAL]`, with commands on stdin.

Commands: `group PGID` (a process group to kill), `gone PGID` (no longer), `done` (end now).
When stdin ends without `done`, the main process has died: the watchdog kills the groups and heals
the server of the journal.
"""

from __future__ import annotations

import sys
from pathlib import Path
from signal import SIGKILL

from epreuve.faults.errors import FaultError
from epreuve.faults.processes.groups import birth, end
from epreuve.faults.toxiproxy.journal import heal, read

KILL = 3.0  # seconds for a killed group to end


def listen() -> dict[int, str | None] | None:
    """Return the groups to kill at the end of stdin, None after `done`."""
    groups: dict[int, str | None] = {}
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        if word == "done":
            return None
        if word == "group" and number.isdigit():
            groups[int(number)] = birth(int(number))
        elif word == "gone" and number.isdigit():
            groups.pop(int(number), None)
    return groups


def kill(groups: dict[int, str | None]) -> None:
    """Kill the groups whose number was not reused by another process."""
    for pgid, born in groups.items():
        now = birth(pgid)
        if now is None or now == born:
            end(pgid, SIGKILL, KILL)


def main() -> int:
    """Wait, then kill and heal; return 1 if part of it failed."""
    groups = listen()
    if groups is None:
        return 0
    kill(groups)
    failures = []
    journal = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if journal is not None and journal.exists():  # Else there was no fault yet.
        try:
            failures = heal(read(journal))
        except FaultError as error:
            failures = [str(error)]
    for failure in failures:
        print(failure, file=sys.stderr, flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
