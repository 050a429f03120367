"""Level `process`: the service's processes are killed at once, the machine stays up.

What a real cut does besides, and this does not: lose the writes that were not on disk (the kernel
keeps its cache), leave clients in silence (the kernel closes the sockets).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from types import TracebackType

from epreuve.faults.errors import FaultError
from epreuve.faults.processes.groups import alive, descendants, end
from epreuve.faults.processes.guard import Guard
from epreuve.faults.processes.interrupts import defer_interrupts

GENTLE = 5.0  # seconds for a service to end when asked
HARD = 5.0  # seconds for a killed group to be gone


class PoweredService:
    """A service we start in a session of its own, so that its children fall with it.

    `env` is added to our environment. Only the group started here is ever signalled;
    a `guard` kills it if we die.
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
        self.is_cut = False  # Its power was cut, and not given back.
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Power on; raise FaultError when it runs already, OSError when it cannot be run."""
        if self.running():
            raise FaultError(f"{self.command[0]}: runs already; cut or stop it first")
        self._end(SIGKILL, HARD)  # Buries one that ended by itself.
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
        """Tell whether any process of the service runs."""
        if self._process is None:
            return False
        # Polling buries the leader; children of it may still live.
        return self._process.poll() is None or alive(self._process.pid)

    def kill(self) -> None:
        """Send SIGKILL to all that the service is, and do not wait for it to be gone."""
        if self._process is None:
            return
        family = self._family()  # Before: nobody finds the children of the dead.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, SIGKILL)
        for number in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, SIGKILL)

    def cut(self) -> Mapping[str, object]:
        """Power off: SIGKILL to the group and to children that left it; wait until it is gone."""
        self.kill()
        self._end(SIGKILL, HARD)
        self.is_cut = True
        return {}

    def _family(self) -> list[int]:
        """Return the descendants, also those in groups of their own, as PostgreSQL's are."""
        if self._process is None or self._process.poll() is not None:
            return []  # Its number may be another's.
        return descendants(self._process.pid)

    def stop(self) -> None:
        """Ask it to end, then cut; for the end of a run."""
        if self.running():
            self._end(SIGTERM, GENTLE, last=False)
        self._end(SIGKILL, HARD)

    def _end(self, number: Signals, seconds: float, *, last: bool = True) -> None:
        process = self._process
        if process is None:
            return
        gone = not self.running() or end(process.pid, number, seconds)
        if gone:
            self._process = None
            process.wait()
            if self.guard is not None:
                self.guard.forget(process.pid)
        elif last:
            raise FaultError(f"{self.command[0]}: still there {seconds} s after {number.name}")

    def __enter__(self) -> PoweredService:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
