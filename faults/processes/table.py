"""Process table of the machine, read from `/proc`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENDED = "ZX"  # states of a process that has ended and was not reaped [S: proc_pid_stat(5)]


@dataclass(frozen=True)
class Entry:
    """One process; `birth` is its start time in clock ticks since boot."""

    pid: int
    name: str
    state: str
    parent: int
    group: int
    birth: str

    @property
    def alive(self) -> bool:
        """Whether it runs; a zombie does not."""
        return self.state not in ENDED

    def __str__(self) -> str:
        return f"{self.pid} {self.name}"


def read_entry(pid: int) -> Entry | None:
    """Return one process, None when it has ended and was reaped."""
    try:
        text = Path(f"/proc/{pid}/stat").read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
    before, _, after = text.rpartition(")")
    fields = after.split()
    name = before.partition("(")[2]
    return Entry(pid, name, fields[0], int(fields[1]), int(fields[2]), fields[19])


def entries() -> Iterator[Entry]:
    """Return all processes."""
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (entry := read_entry(int(path.name))) is not None:
            yield entry
