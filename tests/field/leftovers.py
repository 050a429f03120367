"""Processes of a service that outlive its audit: known by the folder of the run.

A server that writes its state into its process title overwrites its environment (nginx, php-fpm,
PostgreSQL): then its working folder and its open files tell.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

WITHIN = 5.0  # seconds for them to end after SIGTERM, then SIGKILL


def end_leftovers(run: Path) -> list[str]:
    """End the processes that still have the run in their environment. Returns their names."""
    left = leftovers(run)
    names = sorted(name for name in left.values() if name)
    for number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + WITHIN
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)
        while left and time.monotonic() < end:
            time.sleep(0.1)
            left = leftovers(run)
    return names


def leftovers(run: Path, processes: Path = Path("/proc")) -> dict[int, str]:
    """Return the names of the processes, by number, that use the data of a run."""
    names = {}
    for path in processes.glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended meanwhile, or is not ours
            if _uses(path, f"{run / 'service'}"):
                names[int(path.name)] = (path / "comm").read_text().strip()
    return names


def _uses(process: Path, folder: str) -> bool:
    if f"FIELD_DATA={folder}".encode() in (process / "environ").read_bytes().split(b"\0"):
        return True
    links = [process / "cwd", *(process / "fd").glob("*")]
    targets = (os.readlink(link) for link in links if link.is_symlink())
    return any(target == folder or target.startswith(f"{folder}/") for target in targets)
