"""Level `process`: the service's processes are killed at once, the machine stays up.

A real cut also loses writes that were not on disk (here the kernel keeps its cache) and leaves
clients in silence (here the kernel closes the sockets).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals

from epreuve.faults.errors import FaultError
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.processes.groups import alive, descendants, end
from epreuve.faults.processes.guard import Guard
from epreuve.faults.processes.interrupts import defer_interrupts

GENTLE = 5.0  # seconds for a service to end after SIGTERM
HARD = 5.0  # seconds for a killed group to end


class ProcessPower:
    """A service that we start in its own session, so that its children end with it.

    `env` is added to our environment. Only the group started here is signalled;
    a `guard` kills it if our process dies.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str] | None,
        cwd: Path | None,
        log_path: Path,
        guard: Guard | None = None,
    ) -> None:
        self.command = list(command)
        self.env = env
        self.cwd = cwd
        self.log_path = log_path
        self.guard = guard
        self.is_cut = False  # Its power was cut, and not restored.
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Power on; raise FaultError if it runs already, OSError if it cannot be started."""
        if self.running():
            raise FaultError(f"{self.command[0]}: is running; cut or stop it first")
        self._end(SIGKILL, HARD)  # Reaps one that ended by itself.
        with defer_interrupts(), self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env={**os.environ, **(self.env or {})},
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            if self.guard is not None:
                self.guard.watch(self._process.pid)
        self.is_cut = False

    def running(self) -> bool:
        """Return whether any process of the service runs."""
        if self._process is None:
            return False
        # Polling reaps the leader; its children may still run.
        return self._process.poll() is None or alive(self._process.pid)

    def kill(self) -> None:
        """Send SIGKILL to all processes of the service, without waiting for their end."""
        if self._process is None:
            return
        family = self._family()  # Before: the children of an ended process cannot be listed.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, SIGKILL)
        for number in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, SIGKILL)

    def cut(self) -> CutReport:
        """Power off: SIGKILL to the group and to children that left it; wait for their end."""
        self.kill()
        self._end(SIGKILL, HARD)
        self.is_cut = True
        return CutReport()

    def _family(self) -> list[int]:
        """Return the descendants, also those in groups of their own, as PostgreSQL's are."""
        if self._process is None or self._process.poll() is not None:
            return []  # Its number may be reused.
        return descendants(self._process.pid)

    def stop(self) -> None:
        """Send SIGTERM, then SIGKILL, at the end of a run."""
        if self.running():
            self._end(SIGTERM, GENTLE, last=False)
        self._end(SIGKILL, HARD)

    def _end(self, number: Signals, seconds: float, *, last: bool = True) -> None:
        process = self._process
        if process is None:
            return
        ended = not self.running() or end(process.pid, number, seconds)
        if ended:
            self._process = None
            process.wait()
            if self.guard is not None:
                self.guard.forget(process.pid)
        elif last:
            raise FaultError(f"{self.command[0]}: still runs {seconds} s after {number.name}")

    def __enter__(self) -> ProcessPower:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
