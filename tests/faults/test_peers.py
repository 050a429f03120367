"""Hosts that processes connect to, read from the kernel's socket tables."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from epreuve.faults.addresses import join_host_port
from epreuve.faults.sockets.peers import READINGS, PeerWatch

WITHIN = 10.0  # seconds
CALLER = """
import socket, sys
own = socket.create_server(("127.0.0.1", 0))
inner = socket.create_connection(own.getsockname())
outer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
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


@contextmanager
def calling(host: socket.socket) -> Iterator[tuple[int, str]]:
    """Start a process that connects to a host and to itself: its id, and the host's address."""
    address, port = host.getsockname()[:2]
    with subprocess.Popen(
        [sys.executable, "-c", CALLER, address, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as caller:
        assert caller.stdout is not None
        assert caller.stdin is not None
        caller.stdout.readline()
        yield caller.pid, join_host_port(address, port)
        caller.stdin.close()


@pytest.mark.process
def test_the_peers_of_a_family_without_itself_and_without_others(host: socket.socket) -> None:
    with (
        calling(host) as (pid, shown),
        socket.create_server(("127.0.0.1", 0)) as other,
        closing(socket.create_connection(other.getsockname())),  # ours, not the family's
        PeerWatch(lambda: [pid]) as watch,
    ):
        assert waited_for(watch, {shown}) == {shown}


@pytest.mark.process
def test_a_caller_that_joins_the_family_late_is_seen(host: socket.socket) -> None:
    """On a busy machine its connection is read before the process is known as one of the family."""
    with calling(host) as (pid, shown):
        families = iter([[], []])
        with PeerWatch(lambda: next(families, [pid])) as watch:
            assert waited_for(watch, {shown}) == {shown}


@pytest.mark.process
def test_an_open_connection_is_seen_where_the_thread_had_no_time(host: socket.socket) -> None:
    members: list[int] = []
    watch = PeerWatch(lambda: members)
    watch.close()
    with calling(host) as (pid, shown):
        for _ in range(READINGS + 1):
            watch._read()
        members.append(pid)
        assert watch.peers() == {shown}


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
