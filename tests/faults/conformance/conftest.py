"""The same tests against the embedded server and a real Toxiproxy.

DIFFERENCES is all that the two do differently: each entry is used by a test, and explained in
docs/toxiproxy-compatibility.md.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.link import Link
from tests.harness import programs

DIFFERENCES = frozenset(
    {
        "Logger",  # An accidental empty object in every proxy.
        "attributes that crash are accepted",
        "a chunk in a changed toxic leaves",  # Bandwidth: the new rate applies to what comes next.
        "reset is FIN for older connections",
        "half-close loses the reply",
        "hosts other than the loopback are served",
    }
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "server" in metafunc.fixturenames:
        engines = ["embedded", pytest.param("real", marks=pytest.mark.needs_toxiproxy)]
        metafunc.parametrize("server", engines, indirect=True, scope="session")


@pytest.fixture(scope="session")
def real_process(processes) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [str(programs.toxiproxy()), "-host", "127.0.0.1", "-port", str(port)],
        env={**os.environ, "LOG_LEVEL": "fatal"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, processes):
    """A control API.

    `differs(what)` is true where only a real server behaves so; `refuses(response, status)` checks
    the status and the shape of an error, not its wording.
    """
    control = request.getfixturevalue("embedded")
    real = request.param == "real"
    made = type(control)(request.getfixturevalue("real_process")) if real else control

    def differs(what: str) -> bool:
        assert what in DIFFERENCES
        return real

    def refuses(answer, status: int) -> None:
        assert answer.status == status, answer.text
        assert set(answer.json) == {"error", "status"}
        assert answer.json["status"] == status
        assert answer.json["error"]

    made.differs = differs
    made.refuses = refuses
    return made


@pytest.fixture
def proxy(server, make_proxy, echoes):
    """A proxy in front of an echo."""
    made = make_proxy(server, echoes.address)
    made.upstream = echoes
    return made


@pytest.fixture
def client(server):
    return Toxiproxy(server.url)


@pytest.fixture
def link(client, proxy):
    return Link(client, proxy.name)
