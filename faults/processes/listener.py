"""The process that listens on a TCP port of this machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from epreuve.faults.processes.table import Entry, entries
from epreuve.faults.tcp_table import LISTEN, read_rows


def listener(port: int) -> Entry | None:
    """Return a process that listens on a port; None without one, and for one of another user."""
    sockets = {f"socket:[{row.inode}]" for row in read_rows({LISTEN}) if row.port == port}
    return next((entry for entry in entries() if not sockets.isdisjoint(_files(entry.pid))), None)


def _files(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for descriptor in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                yield os.readlink(descriptor.path)
