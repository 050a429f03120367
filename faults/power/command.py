"""Level `command`: commands of the profile cut and restore the power.

For a service that we did not start: a virtual machine, a container, a switched socket. Exit code 0
is not enough: the service must stop responding.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from epreuve.faults.addresses import split_host_port
from epreuve.faults.errors import FaultError
from epreuve.faults.message import Delay, message
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.processes.commands import run_command
from epreuve.faults.processes.groups import POLL
from epreuve.faults.sockets.reachability import accepts


class CommandPower:
    """Power that the command `cut` cuts and `restore` restores; each may take `within` seconds.

    `address` is "host:port" of the service itself, not of a proxy in front of it.
    """

    def __init__(
        self,
        cut: Sequence[str],
        restore: Sequence[str],
        address: str,
        log_path: Path,
        within: float = 60.0,
    ) -> None:
        self._cut = list(cut)
        self._restore = list(restore)
        self.address = address
        self.log_path = log_path
        self.within = within
        self.is_cut = False

    def start(self) -> None:
        """Restore the power; nothing if it was not cut: the service ran before."""
        if self.is_cut:
            self._run(self._restore, "restore")
            self.is_cut = False

    def running(self) -> bool:
        """Return whether the power is on; probes check the service itself."""
        return not self.is_cut

    def cut(self) -> CutReport:
        """Cut, then wait until the service is down; raise FaultError when it stays up."""
        start = time.monotonic()
        self.is_cut = True  # Before: a cut that fails half-way is restored too.
        self._run(self._cut, "cut")
        took = time.monotonic() - start
        deadline = start + self.within
        while self.accepts():
            if time.monotonic() > deadline:
                raise FaultError(
                    message(
                        "cut: `{line}` ended, yet {address} still accepts connections after "
                        "{time}; is it the command of this service?",
                        line=" ".join(self._cut), address=self.address, time=Delay(self.within),
                    )
                )  # fmt: skip
            time.sleep(POLL)
        down = round(time.monotonic() - start, 3)
        return CutReport(command_seconds=round(took, 3), down_seconds=down)

    def stop(self) -> None:
        """Restore the power if it is still cut."""
        self.start()

    def accepts(self) -> bool:
        """Return whether the service accepts a connection."""
        return accepts(split_host_port(self.address))

    def _run(self, command: list[str], name: str) -> None:
        run_command(command, name, self.log_path, self.within)
