"""The process that listens on a TCP port of this machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from epreuve.faults.processes.table import Entry, entries

LISTEN = "0A"  # TCP_LISTEN [S: proc_net_tcp(5)]


def listener(port: int) -> Entry | None:
    """Return a process that listens on a port; None without one, and for one of another user."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    return next((entry for entry in entries() if not sockets.isdisjoint(_files(entry.pid))), None)


def _inodes(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
                    yield fields[9]


def _files(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for descriptor in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                yield os.readlink(descriptor.path)
