"""Hosts that processes connect to, read from the kernel's socket tables."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from epreuve.faults.sockets.peers import READINGS, PeerWatch

WITHIN = 10.0  # seconds
CALLER = """
import socket, sys
own = socket.create_server(("127.0.0.1", 0))
inner = socket.create_connection(own.getsockname())
outer = [socket.create_connection((host, int(port))) for host, port in
         (one.rsplit(":", 1) for one in sys.argv[1:])]
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=["127.0.0.1", "::1"])
def host(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.create_server((request.param, 0), family=family) as server:
        yield server


def waited_for(watch: PeerWatch, peers: set[str]) -> frozenset[str]:
    deadline = time.monotonic() + WITHIN
    while watch.peers() != peers and time.monotonic() < deadline:
        time.sleep(0.02)
    return watch.peers()


@pytest.mark.process
def test_the_peers_of_a_family_without_itself_and_without_others(host: socket.socket) -> None:
    address, port = host.getsockname()[:2]
    with (
        subprocess.Popen(
            [sys.executable, "-c", CALLER, f"{address}:{port}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as caller,
        socket.create_server(("127.0.0.1", 0)) as other,
        closing(socket.create_connection(other.getsockname())),  # ours, not the family's
        PeerWatch(lambda: [caller.pid]) as watch,
    ):
        shown = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        assert waited_for(watch, {shown}) == {shown}
        assert caller.stdin is not None
        caller.stdin.close()


@pytest.mark.process
def test_a_caller_that_joins_the_family_late_is_seen() -> None:
    """On a busy machine its connection is read before the process is known as one of the family."""
    with socket.create_server(("127.0.0.1", 0)) as host:
        shown = f"127.0.0.1:{host.getsockname()[1]}"
        with subprocess.Popen(
            [sys.executable, "-c", CALLER, shown], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as caller:
            assert caller.stdout is not None
            assert caller.stdin is not None
            caller.stdout.readline()
            families = iter([[], []])
            with PeerWatch(lambda: next(families, [caller.pid])) as watch:
                assert waited_for(watch, {shown}) == {shown}
            caller.stdin.close()


@pytest.mark.process
def test_an_open_connection_is_seen_where_the_thread_had_no_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as host:
        shown = f"127.0.0.1:{host.getsockname()[1]}"
        with subprocess.Popen(
            [sys.executable, "-c", CALLER, shown], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as caller:
            assert caller.stdout is not None
            assert caller.stdin is not None
            members: list[int] = []
            watch = PeerWatch(lambda: members)
            watch.close()
            caller.stdout.readline()
            for _ in range(READINGS + 1):
                watch._read()
            members.append(caller.pid)
            assert watch.peers() == {shown}
            caller.stdin.close()


def test_connections_that_the_family_accepts_are_no_calls() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        closing(socket.create_connection(server.getsockname())),
        closing(server.accept()[0]),
    ):
        watch = PeerWatch(lambda: [os.getpid()])
        time.sleep(0.2)
        watch.close()
        watch._read()
        assert watch.peers() == frozenset()
