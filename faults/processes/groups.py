"""Process groups: the unit in which one of our own helper processes is ended."""

from __future__ import annotations

import contextlib
import os
import signal
import time

from epreuve.faults.processes.table import entries

POLL = 0.02  # seconds


def alive(pgid: int) -> bool:
    """Return whether a process of a group runs; zombies do not count."""
    try:
        os.killpg(pgid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return any(entry.group == pgid and entry.alive for entry in entries())


def end(pgid: int, number: signal.Signals, seconds: float) -> bool:
    """Send a signal to a group; return whether it ended within `seconds`."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pgid, number)
    deadline = time.monotonic() + seconds
    while alive(pgid):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True
