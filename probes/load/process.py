"""The load as the harness controls it: starts its process, receives its rows, reports its end.

Locust is never imported here: it patches the whole process that imports it.
"""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from epreuve.faults.addresses import bracketed
from epreuve.faults.message import Message, message
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.failure import describe_error
from epreuve.probes.load.commands import Command, Go, Resume, Stop, encode
from epreuve.probes.load.pipe import frames
from epreuve.probes.load.plan import LoadPlan
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology, parse_bind

STOPPING = 3.0  # seconds to stop before a signal is sent
_LAST_LINES = 5


class Load:
    """One run of a load plan. `sink` is called from a thread with each batch of rows.

    Each of several local processes is a `Load` of a `WorkerPool`, with its own `name`.
    """

    def __init__(
        self,
        plan: LoadPlan,
        folder: Path,
        sink: Callable[[list[Row]], None],
        topology: LoadTopology = SINGLE_PROCESS,
        name: str = "load",
    ) -> None:
        self._plan, self._folder, self._sink = plan, folder, sink
        self._topology, self._name = topology, name
        self._ready = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._stopped = False
        self._sink_error: Message | None = None

    def start(self) -> None:
        """Write the plan beside the log and start the process in its own process group."""
        path = self._folder / f"{self._name}.json"
        path.write_text(self._plan.to_json())
        reading, writing = os.pipe()
        try:
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", *self._command(str(path), str(writing))],
                    stdin=subprocess.PIPE,
                    bufsize=0,  # a command leaves at once
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    pass_fds=(writing,),
                    process_group=0,
                )
        except OSError:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        self._reader = threading.Thread(
            target=self._read, args=(reading,), name="load reader", daemon=True
        )
        self._reader.start()

    def _command(self, *arguments: str) -> tuple[str, ...]:
        ui = (str(self._topology.ui),) if self._topology.ui else ()
        if not self._topology.workers:
            return ("epreuve.probes.load.child", *arguments, *ui)
        host, port = parse_bind(self._topology.bind)
        bind = (bracketed(host), str(port), str(self._topology.workers))
        return ("epreuve.probes.load.master", *arguments, *bind, *ui)

    @property
    def _log(self) -> Path:
        return self._folder / f"{self._name}.log"

    def wait_ready(self, timeout: float) -> bool:
        """Return whether the process is ready for its first arrival within `timeout` seconds."""
        end = time.monotonic() + timeout
        while not self._ready.wait(0.02):
            if time.monotonic() > end or not self.running:
                break
        return self._ready.is_set()

    def go(self, zero: float) -> None:
        """Send a ready process the run's zero (`time.monotonic`), when its plan has none."""
        self._send(Go(zero))

    def resume(self, barrier: int, shift: float) -> None:
        """End the pause at a barrier of the plan.

        Later arrivals, and the end of the run, come `shift` seconds after their plan time.
        """
        self._send(Resume(barrier, shift))

    def _send(self, command: Command) -> None:
        """Send a command, unless the process has ended: `failure` then gives the reason."""
        if self._process is None or self._process.stdin is None or not self.running:
            return
        with contextlib.suppress(BrokenPipeError):  # it ended meanwhile
            self._process.stdin.write(encode(command))

    @property
    def running(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def wait(self, timeout: float) -> bool:
        """Return whether the process ended within `timeout` seconds, with all its rows received."""
        if self._process is None or self._reader is None:
            return True
        self._reader.join(timeout)
        if self._reader.is_alive():
            return False
        try:
            self._process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """Ask the process to end (unfinished sessions are "in flight"), then force it."""
        process = self._process
        if process is None or process.stdin is None:
            return
        if self.running:
            self._stopped = True
            self._send(Stop())
        for force in (process.terminate, process.kill):
            if self.wait(STOPPING):
                break
            force()
        self.wait(STOPPING)
        process.stdin.close()

    @property
    def failure(self) -> Message | None:
        """Reason why the load is not valid: the process ended early, or rows were not stored."""
        if self._sink_error:
            return self._sink_error
        code = self._process.poll() if self._process else None
        if code is None or code == 0 or (self._stopped and code in (-15, -9)):
            return None
        if code < 0:
            cause = message("killed by signal {number}", number=str(-code))
        else:
            cause = message("exit code {number}", number=str(code))
        return message(
            "the {name} process ended early ({cause}); last lines of its log: {lines}",
            name=self._name, cause=cause, lines=self._last_lines() or message("(empty)"),
        )  # fmt: skip

    def _last_lines(self) -> str:
        log = self._log
        lines = log.read_text(errors="replace").strip().splitlines() if log.is_file() else []
        return " | ".join(lines[-_LAST_LINES:])

    def _read(self, descriptor: int) -> None:
        try:
            for rows in frames(descriptor):
                self._ready.set()
                if rows:
                    self._sink(rows)
        except Exception as error:  # an error of the sink must not be lost in a thread
            self._sink_error = message(
                "the rows of the load could not be stored: {error}", error=describe_error(error)
            )
        finally:
            os.close(descriptor)
