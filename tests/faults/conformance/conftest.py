"""The same tests against the embedded server and, where there is one, a real Toxiproxy.

The real one is `EPREUVE_REAL_TOXIPROXY`, else `.bin/toxiproxy-server`; without it the suite is
collected for the embedded server alone. What the two do differently is DIFFERENCES, and nothing
else: each entry is used by a test, and explained in docs/toxiproxy-compatibility.md.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def _real() -> Path | None:
    """Found here and not by a fixture: what is not there must not be collected."""
    built = Path(__file__).parents[3] / ".bin" / "toxiproxy-server"
    named = os.environ.get("EPREUVE_REAL_TOXIPROXY")
    found = Path(named) if named else built
    return found if found.exists() else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "server" in metafunc.fixturenames:
        engines = ["embedded", "real"] if _real() else ["embedded"]
        metafunc.parametrize("server", engines, indirect=True, scope="session")


@pytest.fixture(scope="session")
def real_process() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [str(_real()), "-host", "127.0.0.1", "-port", str(port)],
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
def server(request: pytest.FixtureRequest):
    """A control API.

    `differs(what)` is true where only a real server behaves so; `refuses(answer, status)` checks
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
