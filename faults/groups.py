"""Process groups: the unit in which a service, with its children, is ended."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

POLL = 0.02  # seconds


def birth(pid: int) -> str | None:
    """Return the start time of a process in clock ticks since boot, None when it is gone.

    A number is given again to another process one day; its start time tells the two apart
    [S: proc_pid_stat(5), field 22].
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (OSError, UnicodeDecodeError):
        return None
    return text.rpartition(")")[2].split()[19]


def alive(pgid: int) -> bool:
    """Tell whether a group has a process that runs; the dead that nobody buried do not count."""
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
    """Send a signal to a group; return whether it was gone within `seconds`."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pgid, number)
    deadline = time.monotonic() + seconds
    while alive(pgid):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True


def descendants(pid: int) -> list[int]:
    """Return the processes below one, whatever their group; one that lost its parent is not."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, UnicodeDecodeError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found
