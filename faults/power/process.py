"""Level `process`: the service's processes are killed at once, the machine stays up.

A real cut also loses writes that were not on disk (here the kernel keeps its cache) and leaves
clients in silence (here the kernel closes the sockets).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from epreuve.faults.errors import FaultError
from epreuve.faults.message import Delay, message
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.processes.environment import environment
from epreuve.faults.processes.family import Family
from epreuve.faults.processes.guard import Guard
from epreuve.faults.processes.interrupts import defer_interrupts
from epreuve.faults.processes.table import Entry

GENTLE = 5.0  # seconds for a service to end after SIGTERM
HARD = 5.0  # seconds for a killed family to end


class ProcessPower:
    """A service that we start, with all the processes that it starts.

    `env` is added to our environment; `{env.NAME}` in it and in the command is filled at each
    start. A `guard` kills them too if our process is killed.
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
        self.family: Family | None = None
        self._next: Family | None = None  # Waits during a cut: the boot must not include its start.

    def start(self) -> None:
        """Turn the power on. Raises FaultError if it is on, OSError if the service cannot start."""
        if self.running():
            raise FaultError(
                message("{program}: is running; cut or stop it first", program=self.command[0])
            )
        self._kill()  # Forgets one that ended by itself.
        with defer_interrupts():
            family, self._next = self._next or Family(self.log_path), None
            family.start(self.command, environment(self.env or {}), self.cwd)
            self.family = family
            if self.guard is not None:
                cgroup = self.family.cgroup
                self.guard.watch(self.family.pid, None if cgroup is None else cgroup.path)
        self.is_cut = False

    @property
    def pid(self) -> int | None:
        """Process from which all others of the service descend; None while it is off."""
        return None if self.family is None else self.family.pid

    def pids(self) -> list[int]:
        """Return all running processes of the service."""
        return [] if self.family is None else [entry.pid for entry in self.family.members()]

    def running(self) -> bool:
        """Return whether any process of the service runs."""
        return self.family is not None and self.family.running()

    def kill(self) -> None:
        """Send SIGKILL to all processes of the service, without waiting for their end."""
        if self.family is not None:
            self.family.send_kill()

    def cut(self) -> CutReport:
        """Turn the power off: kill all processes of the service; report those that still run."""
        survivors = self._kill()
        self._next = self._next or Family(self.log_path)
        self.is_cut = True
        return CutReport(survivors=tuple(map(str, survivors)))

    def stop(self) -> None:
        """Send SIGTERM, then SIGKILL, at the end of a run; raise FaultError if any still runs."""
        if self._next is not None:
            self._next.kill(HARD)
            self._next = None
        if self.family is not None:
            self.family.terminate(GENTLE)
        if survivors := self._kill():
            names = ", ".join(map(str, survivors))
            raise FaultError(
                message(
                    "{program}: still runs {time} after SIGKILL: {names}",
                    program=self.command[0], time=Delay(HARD), names=names,
                )
            )  # fmt: skip

    def _kill(self) -> list[Entry]:
        if self.family is None:
            return []
        survivors = self.family.kill(HARD)
        if not survivors:
            if self.guard is not None:
                self.guard.forget(self.family.pid)
            self.family = None
        return survivors
