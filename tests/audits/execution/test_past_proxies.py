"""Calls of a service to a dependency past its proxy, while faults are in force."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from epreuve.audits.execution.past_proxies import PastProxies
from epreuve.audits.profile.model import Profile
from epreuve.audits.runs.records.bench import PastProxyCall
from epreuve.probes.evidence.observation import Record

SERVER = """
import socket, sys
one = socket.create_server(("127.0.0.1", 0))
print(one.getsockname()[1], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def upstream() -> Iterator[int]:
    """Return the port of a server in another process."""
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        assert server.stdin is not None
        server.stdin.close()


def profile(upstream: int, listen: int) -> Profile:
    addresses = {"listen": f"127.0.0.1:{listen}", "upstream": f"127.0.0.1:{upstream}"}
    return Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "address": "http://127.0.0.1:1", "normal_peak": "1/s"},
            "journeys": {"j": {"critical": True, "steps": [{"get": "/"}]}},
            "dependencies": {"identity": {"set": "ID", **addresses}},
        }
    )


def watched(made: Profile, call: int, *, link: str = "dependency-identity") -> list[Record]:
    """Return what is recorded when this process calls a port during a fault on a link."""
    records: list[Record] = []
    past = PastProxies(made, lambda: [os.getpid()], lambda _, record: records.append(record))
    try:
        past.begin(link)
        with socket.create_connection(("127.0.0.1", call)):
            past.end(link)
        past.end(link)
    finally:
        past.close()
    return records


@pytest.mark.process
def test_a_call_past_the_proxy_is_recorded(upstream: int) -> None:
    found = watched(profile(upstream, 1), upstream)
    assert found == [PastProxyCall(upstream=f"127.0.0.1:{upstream}")]


@pytest.mark.process
def test_a_call_to_the_proxy_is_none(upstream: int) -> None:
    assert watched(profile(1, upstream), upstream) == []


@pytest.mark.process
def test_nothing_is_watched_during_a_fault_of_users(upstream: int) -> None:
    assert watched(profile(upstream, 1), upstream, link="citizens-dsl") == []


def test_nothing_is_watched_where_the_run_starts_no_service() -> None:
    past = PastProxies(profile(2, 1), None, lambda *_: None)
    past.begin("dependency-identity")
    past.end("dependency-identity")
    past.close()
