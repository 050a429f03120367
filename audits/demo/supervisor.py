"""Keeps the processes of a supplier running, as a service manager does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType

_RESTART_AFTER = 0.5  # s
_DEATHS, _WITHIN = 10, 20.0  # this many deaths of a part in so many seconds: give up
_STOP_WITHIN = 5.0  # s left to a part to end by itself
_TICK = 0.05  # s


@dataclass
class _Part:
    """One process to keep alive; its standard input is a lifeline that ends with ours."""

    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def keep(self) -> bool:
        """Start or restart when it is time; False when it dies too often."""
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
        """Ask it to end, then make it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def supervise(commands: list[list[str]]) -> int:
    """Run every command in this process's group until SIGTERM or SIGINT; the exit status.

    The parts are started in order and ended in reverse order.
    """
    if os.getpgrp() != os.getpid():
        os.setpgrp()
    asked = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        asked.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    parts = [_Part(command) for command in commands]
    try:
        while not asked.wait(_TICK):
            for part in parts:
                if not part.keep():
                    print(f"guichet: dies again and again: {part.command}", file=sys.stderr)
                    return 1
    finally:
        for part in reversed(parts):
            part.stop()
    return 0


def end_with_supervisor() -> None:
    """In a part: end when the supervisor is gone, even killed alone."""

    def watch() -> None:
        os.read(0, 1)  # Nothing is ever written: this returns at the end of the pipe.
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
