"""Process groups: the unit in which a service is ended with its children."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

POLL = 0.02  # seconds


def birth(pid: int) -> str | None:
    """Return the start time of a process in clock ticks since boot, None when it has ended.

    The system reuses process numbers; the start time tells two processes apart
    [S: proc_pid_stat(5), field 22].
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (OSError, UnicodeDecodeError):
        return None
    return text.rpartition(")")[2].split()[19]


def alive(pgid: int) -> bool:
    """Return whether a process of a group runs; zombies do not count."""
    try:
        os.killpg(pgid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, UnicodeDecodeError):
                state, _, group, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(group) == pgid and state not in "ZX":
                    return True
    return False


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


def descendants(pid: int) -> list[int]:
    """Return the descendants of a process, in any group, except those whose parent has ended."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, UnicodeDecodeError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    processes: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        processes += below
        waiting += below
    return processes
