"""A command and all processes that it starts, as one unit; client of the keeper."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGTERM
from typing import Any

from epreuve.faults.errors import FaultError
from epreuve.faults.message import message
from epreuve.faults.processes import members
from epreuve.faults.processes.cgroup import Cgroup
from epreuve.faults.processes.environment import with_environment
from epreuve.faults.processes.groups import POLL
from epreuve.faults.processes.table import Entry, read_entry

READY = 30.0  # seconds for the keeper to start the command, on an overloaded machine
KEEPER = ("-m", "epreuve.faults.processes.keeper")
END = 5.0  # seconds for the keeper to end after the last process of its family


class Family:
    """The processes of a command: its children, and daemons in sessions of their own.

    The keeper starts at once and waits: `start` then costs no more than a fork. `pid` is that of
    the keeper, whose messages and the command's output go to `log_path`.
    """

    def __init__(self, log_path: Path) -> None:
        self.cgroup: Cgroup | None = None
        self._log_path = log_path
        self._terminated: set[int] = set()
        with log_path.open("ab") as log:
            self._keeper = subprocess.Popen(
                [sys.executable, *KEEPER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # A signal that kills our group must not kill it.
            )
        self.pid = self._keeper.pid

    def start(self, command: Sequence[str], env: Mapping[str, str], cwd: Path | None) -> None:
        """Start the command, once; `env` is its whole environment.

        `{env.NAME}` in the command is filled, and named as written in errors. Raises OSError,
        FaultError.
        """
        directory = None if cwd is None else str(cwd)
        words = [with_environment(word) for word in command]
        order = {"command": words, "env": dict(env), "cwd": directory}
        try:
            reply = self._send(json.dumps(order))
            if reply is None:
                raise FaultError(
                    message(
                        "{program}: could not be started; see {log}",
                        program=command[0], log=str(self._log_path),
                    )
                )  # fmt: skip
            if "errno" in reply:
                file = command[0] if reply["file"] == words[0] else reply["file"]
                raise OSError(reply["errno"], reply["error"], file)
        except BaseException:
            self.kill(END)
            raise
        if reply["cgroup"] is not None:
            self.cgroup = Cgroup(Path(reply["cgroup"]))

    def _send(self, order: str) -> dict[str, Any] | None:
        """Send a line to the keeper; return its reply, None without one."""
        pipe, output = self._keeper.stdin, self._keeper.stdout
        line = b""
        if pipe is not None and output is not None:
            with contextlib.suppress(OSError):
                pipe.write(f"{order}\n".encode())
                pipe.flush()
            if select.select([output], [], [], READY)[0]:
                line = output.readline()
        reply: dict[str, Any] | None = json.loads(line) if line else None
        return reply

    def running(self) -> bool:
        """Return whether any process of the family runs."""
        return self._keeper.poll() is None or bool(self.members())

    def members(self) -> list[Entry]:
        """Return the running processes of the family; after the keeper, those of its cgroup."""
        return members.members(self._root(), self.cgroup)

    def send_kill(self) -> None:
        """Send SIGKILL to all members, without waiting for their end."""
        members.kill(self._root(), self.cgroup)

    def kill(self, seconds: float) -> list[Entry]:
        """Kill all members and wait for their end; return those that still run.

        The keeper ends after the last of them, and only then is nothing left.
        """
        deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):
            if self._keeper.stdin is not None:
                self._keeper.stdin.close()  # The keeper kills, too.
        while self.running():
            members.kill(self._root(), self.cgroup)
            if time.monotonic() > deadline and (survivors := self.members()):
                return survivors
            if time.monotonic() > deadline + END:
                return [entry for entry in (read_entry(self.pid),) if entry is not None]
            time.sleep(POLL)
        if self._keeper.stdout is not None:
            self._keeper.stdout.close()
        if self.cgroup is not None:
            self.cgroup.remove()
        return []

    def terminate(self, seconds: float) -> bool:
        """Send SIGTERM; return whether the whole family ended within `seconds`.

        The signal goes to the group of the command, and to the group of each orphan: a server that
        ends stops its own workers.
        """
        deadline = time.monotonic() + seconds
        while self.running():
            for child in members.children(self.pid):
                if child.group not in self._terminated:
                    self._terminated.add(child.group)
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(child.group, SIGTERM)
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        return True

    def _root(self) -> int | None:
        """Return the keeper's number, None after its end: the number may be reused."""
        return self.pid if self._keeper.poll() is None else None
