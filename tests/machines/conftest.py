"""Two machines in network namespaces, for tests marked `needs_namespaces`.

::

    master 10.232.1.1 ── 10.232.1.2 worker
"""

import os
import subprocess
from collections.abc import Iterator

import pytest

MASTER, WORKER = "10.232.1.1", "10.232.1.2"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every test here starts child processes."""
    item.add_marker("process")


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


class Machines:
    """Two network namespaces, each with an interface `v` to the other."""

    def __init__(self) -> None:
        self.names = {host: f"epreuve-{os.getpid()}-{host}" for host in ("master", "worker")}
        self.address = MASTER
        self.started: list[subprocess.Popen[str]] = []

    def make(self) -> None:
        for name in self.names.values():
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        master, worker = self.names["master"], self.names["worker"]
        ip("-n", master, "link", "add", "v", "type", "veth", "peer", "name", "v", "netns", worker)
        for name, address in ((master, MASTER), (worker, WORKER)):
            ip("-n", name, "addr", "add", f"{address}/24", "dev", "v")
            ip("-n", name, "link", "set", "v", "up")

    def start(self, host: str, *command: str, **options: object) -> "subprocess.Popen[str]":
        """Start a program on one of the two."""
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.names[host], *command],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **options,
        )  # type: ignore[call-overload]
        self.started.append(process)
        return process

    def disconnect(self) -> None:
        """Take the link between the two down."""
        ip("-n", self.names["worker"], "link", "set", "v", "down")

    def remove(self) -> None:
        for process in self.started:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for name in self.names.values():
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


@pytest.fixture
def machines() -> Iterator[Machines]:
    made = Machines()
    try:
        made.make()
        yield made
    finally:
        made.remove()
