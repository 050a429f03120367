"""The watchdog's process: `python -m epreuve.faults.watchdog [JOURNAL]`, told things on stdin.

Lines: `group PGID` (kill this group if we die), `gone PGID` (no longer), `done` (all is well: end).
The end of stdin without `done` is our death: the groups are killed, the journal's server is healed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from signal import SIGKILL

from epreuve.faults.errors import FaultError
from epreuve.faults.processes.groups import birth, end
from epreuve.faults.toxiproxy.journal import heal, read

PATIENCE = 3.0  # seconds for a killed group to be gone


def listen() -> dict[int, str | None] | None:
    """Return the groups to kill when stdin ends, None after `done`."""
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
    """Kill the groups that are still those we were told of."""
    for pgid, born in groups.items():
        now = birth(pgid)
        if now is None or now == born:
            end(pgid, SIGKILL, PATIENCE)


def main() -> int:
    """Wait, then mend; return 1 when something could not be."""
    groups = listen()
    if groups is None:
        return 0
    kill(groups)
    failures = []
    journal = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if journal is not None and journal.exists():  # Else we died before any fault.
        try:
            failures = heal(read(journal))
        except FaultError as error:
            failures = [str(error)]
    for failure in failures:
        print(failure, file=sys.stderr, flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
