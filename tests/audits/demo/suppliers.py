"""Suppliers of the demonstration as processes, with their dependencies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from tests.audits.demo.citizen import Citizen

THIRD_PARTIES = {
    "identity": "GUICHET_ID",
    "sms": "GUICHET_SMS",
    "payment": "GUICHET_PAY",
    "tiles": "GUICHET_MAP",
    "cdn": "GUICHET_CDN",
    "partner": "GUICHET_API",
}


@dataclass
class Supplier:
    """Process group of a supplier, and its environment."""

    name: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    citizen: Citizen = field(init=False)

    def __post_init__(self) -> None:
        self.citizen = Citizen(self.environment["GUICHET_LISTEN"])

    def start(self) -> None:
        self.process = launch([self.name], self.environment)
        until(lambda: answers(self.environment["GUICHET_LISTEN"]))

    def cut_power(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(5)

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)


StartSupplier = Callable[..., Supplier]


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def launch(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a command of the demonstration in its own session and process group."""
    command = [sys.executable, "-m", "epreuve.audits.demo", *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(command, env={**kept, **environment}, start_new_session=True)


def end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)


def until(condition: Callable[[], Any], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.03)


def answers(address: str, path: str = "/sante") -> bool:
    try:
        return Citizen(address, patience=1.0).get(path).status == 200
    except (OSError, HTTPException):
        return False


@contextmanager
def silent() -> Iterator[str]:
    """Address that accepts connections and never responds."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def suppliers(third_parties: dict[str, str], folder: Path) -> Iterator[StartSupplier]:
    """Function that starts suppliers; all are ended on exit."""
    with ExitStack() as stack:

        def start(name: str, **environment: str) -> Supplier:
            register = free_address()
            supplier = Supplier(
                name,
                {
                    "GUICHET_LISTEN": free_address(),
                    "GUICHET_DB_LISTEN": register,
                    "GUICHET_DATA": str(folder / name),
                    **third_parties,
                    **environment,
                },
            )
            stack.callback(lambda: end(supplier.process))
            supplier.start()
            return supplier

        yield start
