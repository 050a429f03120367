"""Level `command`: the profile's own commands cut the power and give it back.

For what we did not start: a virtual machine, a container, a socket that can be switched. A command
that ends with 0 is not believed: the service must stop answering.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from epreuve.faults.errors import FaultError
from epreuve.faults.processes.commands import run_command
from epreuve.faults.processes.groups import POLL

CONNECT = 1.0  # seconds for a service that is up to accept a connection


class CommandedService:
    """Cuts by `cut`, gives back by `restore`; each may take `within` seconds.

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
        """Give the power back; nothing while it was not cut: the service was there before us."""
        if self.is_cut:
            self._run(self._restore, "restore")
            self.is_cut = False

    def running(self) -> bool:
        """Tell whether the power is there: what the service does with it is for probes."""
        return not self.is_cut

    def cut(self) -> Mapping[str, object]:
        """Cut, then see that the service is down; raise FaultError when it is not.

        Returns the seconds that the command took, and those until the service no longer accepted.
        """
        start = time.monotonic()
        self.is_cut = True  # Before: what was half cut is given back too.
        self._run(self._cut, "cut")
        took = time.monotonic() - start
        deadline = start + self.within
        while self.accepts():
            if time.monotonic() > deadline:
                raise FaultError(
                    f"cut: `{' '.join(self._cut)}` ended, yet {self.address} still accepts "
                    f"connections after {self.within:.0f} s; is it the command of this service?"
                )
            time.sleep(POLL)
        return {"command": round(took, 3), "down": round(time.monotonic() - start, 3)}

    def stop(self) -> None:
        """Give the power back where it is still cut."""
        self.start()

    def accepts(self) -> bool:
        """Tell whether the service accepts a connection."""
        host, _, port = self.address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT).close()
        except OSError:
            return False
        return True

    def _run(self, command: list[str], name: str) -> None:
        run_command(command, name, self.log_path, self.within)
