"""Our end of the watchdog: starts it, tells it what to undo should we die."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

END = 5.0  # seconds for the watchdog to end when told to


class Guard:
    """Lives as long as our process needs it; `close` says that all is well."""

    def __init__(self, log: Path, journal: Path | None = None) -> None:
        command = [sys.executable, "-m", "epreuve.faults.watchdog"]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [*command, *([str(journal)] if journal else [])],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,  # What kills our group must not kill it.
            )
        self._lock = threading.Lock()

    def watch(self, pgid: int) -> None:
        """Have a process group killed if we die."""
        self._tell(f"group {pgid}")

    def forget(self, pgid: int) -> None:
        """Say that a group is gone: its number may be given to others."""
        self._tell(f"gone {pgid}")

    def close(self) -> None:
        """End the watchdog; twice is fine."""
        self._tell("done")
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _tell(self, line: str) -> None:
        """Write a line; a watchdog that is gone cannot be told anything."""
        pipe = self._process.stdin
        with self._lock:
            if pipe is not None and not pipe.closed:
                with contextlib.suppress(OSError):
                    pipe.write(f"{line}\n".encode())
                    pipe.flush()
