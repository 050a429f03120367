"""Client of the watchdog: starts it and lists the changes to undo if our process is killed."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

from epreuve.faults.closing import Closing

END = 5.0  # seconds for the watchdog to end when asked


class Guard(Closing):
    """A watchdog process; `close` ends it without any action."""

    def __init__(self, log: Path, journal: Path | None = None) -> None:
        command = [sys.executable, "-m", "epreuve.faults.watchdog"]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [*command, *([str(journal)] if journal else [])],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,  # A signal that kills our group must not kill it.
            )
        self._lock = threading.Lock()

    def watch(self, pgid: int, cgroup: Path | None = None) -> None:
        """Register a process group, which the watchdog kills if our process is killed.

        It also kills the descendants of the leader and the members of the cgroup.
        """
        self._send(f"group {pgid} {cgroup or ''}")

    def forget(self, pgid: int) -> None:
        """Stop watching a group that has ended: its number may be reused."""
        self._send(f"gone {pgid}")

    def delete(self, folder: Path) -> None:
        """Register a temporary folder, which the watchdog deletes if our process is killed."""
        self._send(f"folder {folder.resolve()}")

    def close(self) -> None:
        """End the watchdog; again is not an error."""
        self._send("done")
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _send(self, line: str) -> None:
        """Write a line; ignore a watchdog that has ended."""
        pipe = self._process.stdin
        with self._lock:
            if pipe is not None and not pipe.closed:
                with contextlib.suppress(OSError):
                    pipe.write(f"{line}\n".encode())
                    pipe.flush()
