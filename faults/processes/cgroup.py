"""Control group (version 2) of a process family, where this machine lets us make one.

It kills all members at once, also while they fork, and it still has its members after the keeper
of the family was killed [S: kernel, admin-guide/cgroup-v2, `cgroup.kill`, Linux 5.14].
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

KILL = "cgroup.kill"
MEMBERS = "cgroup.procs"
RELEASE = 0.5  # seconds for the kernel to release a group whose last process has ended
POLL = 0.01  # seconds


class Cgroup:
    """A directory of the cgroup file system; `remove` it at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def make(cls, name: str) -> Cgroup | None:
        """Make a group below our own; return None where that is not possible."""
        with contextlib.suppress(OSError):
            own = _own_group()
            if own is not None:
                group = cls(own / name)
                group.path.mkdir()
                if (group.path / KILL).exists():
                    return group
                group.path.rmdir()
        return None

    def enter(self) -> None:
        """Move this process into the group; stay outside where the kernel refuses it."""
        with contextlib.suppress(OSError):
            (self.path / MEMBERS).write_text("0")

    def members(self) -> set[int]:
        """Return the processes of the group and of the groups below it."""
        pids: set[int] = set()
        for folder in [self.path, *self._below()]:
            with contextlib.suppress(OSError):
                pids.update(map(int, (folder / MEMBERS).read_text().split()))
        return pids

    def _below(self) -> list[Path]:
        """Return the groups below it. The keeper may remove them while they are listed."""
        folders: list[Path] = []
        with contextlib.suppress(OSError):
            folders.extend(path for path in self.path.rglob("*") if path.is_dir())
        return folders

    def kill(self) -> None:
        """Send SIGKILL to every member."""
        with contextlib.suppress(OSError):
            (self.path / KILL).write_text("1")

    def remove(self) -> None:
        """Remove the group and those below it; it may be gone already."""
        deadline = time.monotonic() + RELEASE
        while self.path.exists() and time.monotonic() < deadline:
            for path in [*sorted(self._below(), reverse=True), self.path]:
                with contextlib.suppress(OSError):
                    path.rmdir()
            time.sleep(POLL if self.path.exists() else 0)


def _own_group() -> Path | None:
    """Return the directory of this process's own group, None without cgroup 2."""
    own = next((line[3:] for line in _lines("/proc/self/cgroup") if line.startswith("0::/")), None)
    for line in _lines("/proc/self/mountinfo"):
        fields, _, after = line.partition(" - ")
        root, mounted = fields.split()[3:5]
        if own is not None and after.startswith("cgroup2 ") and own.startswith(root.rstrip("/")):
            return Path(mounted + own.removeprefix(root.rstrip("/")))
    return None


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
