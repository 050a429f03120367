"""Start and end of a Toxiproxy server on a free loopback port."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from signal import SIGKILL, SIGTERM

from epreuve.faults.errors import LEASE_ENDED, EngineUnusable, FaultError
from epreuve.faults.message import message
from epreuve.faults.processes.groups import end
from epreuve.faults.processes.interrupts import defer_interrupts
from epreuve.faults.toxiproxy.client import Toxiproxy

READY = 30.0  # seconds for a server to respond, on an overloaded machine
GENTLE = 3.0  # seconds to end after SIGTERM
TRIES = 3  # ports tried: another process may take one before the server binds it


class Launched:
    """A server that we started, in its own session; `url` is set once it is known."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.url = ""
        self.pid = process.pid
        self._process = process

    def first_line(self) -> str:
        """Return its first line of output, "" if there is none in time."""
        output = self._process.stdout
        if output is None or not select.select([output], [], [], READY)[0]:
            return ""
        return output.readline().decode("utf-8", "replace")

    def running(self) -> bool:
        """Return whether it still runs."""
        return self._process.poll() is None

    def lease_ended(self) -> bool:
        """Return whether it ended because its lease was not renewed."""
        with contextlib.suppress(subprocess.TimeoutExpired):  # It closes its port before it ends.
            return self._process.wait(GENTLE) == LEASE_ENDED
        return False

    def close(self) -> None:
        """End it; again is not an error."""
        if self._process.returncode is not None:
            return
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._process.poll()
        if not _ended(self._process, SIGTERM):
            _ended(self._process, SIGKILL)


def _ended(process: subprocess.Popen[bytes], number: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)
    try:
        process.wait(GENTLE)
    except subprocess.TimeoutExpired:
        return False
    end(process.pid, SIGKILL, GENTLE)
    return True


def launch_embedded(
    log: Path, lease: float, started: Callable[[int], object], seed: int | None = None
) -> Launched:
    """Start the embedded server, which ends with our process, by its stdin and by its lease.

    `started` is called at once with its process group; `seed` is that of its random choices.
    """
    command = [sys.executable, "-m", "epreuve.faults.embedded", "--listen", "127.0.0.1:0"]
    command += ["--lease", str(lease), "--exit-on-lease", "--exit-on-stdin-eof"]
    # On a busy machine our first request takes seconds.
    command += ["--grace", str(max(READY, lease))]
    command += [] if seed is None else ["--seed", str(seed)]
    launched = _launched(command, log, started, pipe=subprocess.PIPE)
    try:
        line = launched.first_line()
        if not line.startswith("listening on "):
            raise EngineUnusable(
                message("the embedded server did not start; see {log}", log=str(log))
            )
    except BaseException:
        launched.close()
        raise
    launched.url = f"http://{line.removeprefix('listening on ').strip()}"
    return launched


def _launched(
    command: Sequence[str],
    log: Path,
    started: Callable[[int], object],
    pipe: int | None = None,
    env: Mapping[str, str] | None = None,
) -> Launched:
    """Start a process that writes to the log, or to pipes; an error meanwhile ends it."""
    launched = None
    try:
        with defer_interrupts(), log.open("ab") as output:
            process = subprocess.Popen(
                command,
                env=env,
                stdin=pipe or subprocess.DEVNULL,
                stdout=pipe or output,
                stderr=output,
                start_new_session=True,
            )
            launched = Launched(process)
            started(launched.pid)
    except BaseException:
        if launched is not None:
            launched.close()
        raise
    return launched


def launch_real(program: str, log: Path, started: Callable[[int], object]) -> Launched:
    """Start a real Toxiproxy; raise EngineUnusable if it does not respond.

    `started` is called at once with its process group.
    """
    for _ in range(TRIES):
        port = _free_port()
        launched = _launched(
            [program, "-host", "127.0.0.1", "-port", str(port)],
            log,
            started,
            env={**os.environ, "LOG_LEVEL": "error"},  # The default level costs 14 % of speed.
        )
        launched.url = f"http://127.0.0.1:{port}"
        try:
            if _responds(launched):
                return launched
        except BaseException:
            launched.close()
            raise
        launched.close()
    raise EngineUnusable(
        message(
            "{program} does not respond on the loopback; see {log}", program=program, log=str(log)
        )
    )


def _responds(launched: Launched) -> bool:
    client = Toxiproxy(launched.url, timeout=1.0, patience=0.0)
    deadline = time.monotonic() + READY
    while launched.running() and time.monotonic() < deadline:
        with contextlib.suppress(FaultError):
            client.version()
            return True
        time.sleep(0.05)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
