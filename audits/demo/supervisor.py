"""Supervisor of the processes of a supplier, like a service manager."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType

_RESTART_AFTER = 0.5  # seconds
_DEATHS, _WITHIN = 10, 20.0  # deaths in this number of seconds: give up
_STOP_WITHIN = 5.0  # seconds between SIGTERM and SIGKILL
_TICK = 0.05  # seconds


@dataclass
class _Part:
    """Supervised process. Its standard input closes when the supervisor ends."""

    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def keep(self) -> bool:
        """Start or restart the process when due. Returns False after too many deaths."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.process = None
            self.deaths = [*(one for one in self.deaths if now - one < _WITHIN), now]
        if self.process is None:
            if len(self.deaths) >= _DEATHS:
                return False
            if not self.deaths or now - self.deaths[-1] >= _RESTART_AFTER:
                self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE)
        return True

    def stop(self) -> None:
        """Send SIGTERM, then SIGKILL."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def supervise(commands: list[list[str]]) -> int:
    """Run the commands in this process group until SIGTERM or SIGINT; return the exit status.

    Processes are started in order and stopped in reverse order.
    """
    if os.getpgrp() != os.getpid():
        os.setpgrp()
    stopping = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    parts = [_Part(command) for command in commands]
    try:
        while not stopping.wait(_TICK):
            for part in parts:
                if not part.keep():
                    print(f"guichet: ends again and again: {part.command}", file=sys.stderr)
                    return 1
    finally:
        for part in reversed(parts):
            part.stop()
    return 0


def end_with_supervisor() -> None:
    """End this supervised process when its supervisor ends, even by SIGKILL."""

    def watch() -> None:
        os.read(0, 1)  # Nothing is written: this returns when the pipe is closed.
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
