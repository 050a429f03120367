"""The limit of open connections: which are closed first, and what still responds."""

import socket
import subprocess
import sys
import time

import pytest

from epreuve.faults.embedded.connection_limit import FILES, RESERVE, ConnectionLimit
from tests.faults.control import Control
from tests.faults.embedded.conftest import counted

PLACES = 20
FEW = RESERVE + FILES * PLACES


class FakeConnection:
    def __init__(self):
        self.forgotten = False

    def forget(self):
        self.forgotten = True


def full(places):
    limit = ConnectionLimit(RESERVE + FILES * places)
    connections = [FakeConnection() for _ in range(places)]
    assert all(limit.admit(connection) for connection in connections)
    return limit, connections


def test_a_connection_is_refused_if_no_client_has_left():
    limit, connections = full(3)
    assert not limit.admit(FakeConnection())
    limit.release(connections[1])
    limit.release(connections[1])
    assert limit.admit(FakeConnection())
    assert not limit.admit(FakeConnection())
    assert not any(connection.forgotten for connection in connections)


def test_the_client_that_left_first_is_closed_first():
    limit, connections = full(3)
    for connection in (connections[2], connections[0], connections[2]):
        limit.client_left(connection)
    assert limit.admit(FakeConnection())
    assert [connection.forgotten for connection in connections] == [False, False, True]
    assert limit.admit(FakeConnection())
    assert [connection.forgotten for connection in connections] == [True, False, True]
    assert not limit.admit(FakeConnection())


def test_an_unknown_connection_is_not_closed():
    limit, connections = full(1)
    other = FakeConnection()
    limit.client_left(other)
    limit.release(connections[0])
    limit.client_left(connections[0])
    assert limit.admit(FakeConnection())
    assert not limit.admit(FakeConnection())
    assert not other.forgotten
    assert not connections[0].forgotten


def test_one_connection_is_always_allowed():
    assert ConnectionLimit(8).admit(FakeConnection())


@pytest.fixture
def silent(start_embedded, make_proxy, echoes):
    """A link for PLACES connections, on which no connection ends."""
    _, control = start_embedded("--files", str(FEW))
    made = make_proxy(control, echoes.address)
    for stream in ("upstream", "downstream"):
        made.toxic("timeout", {"timeout": 0}, stream=stream)
        made.toxic("slow_close", {"delay": 10**8}, stream=stream)
    return control, made


def test_connections_whose_client_left_stay_until_the_limit(silent):
    control, made = silent
    for number in range(1, 51):
        with made.connect() as one:
            one.sendall(b"x")
        wanted = {"opened": number, "open": min(number, PLACES)}
        assert counted(control, made, **wanted) == wanted
    assert counted(control, made, forgotten=30, turned_away=0)["forgotten"] == 30
    assert counted(control, made, turned_away=0) == {"turned_away": 0}


def test_waiting_clients_are_never_closed_for_a_new_one(silent):
    control, made = silent
    waiting = [made.connect() for _ in range(PLACES)]
    assert counted(control, made, open=PLACES) == {"open": PLACES}
    for _ in range(5):
        with pytest.raises(ConnectionResetError), made.connect() as late:
            late.recv(1)
    counters = {"opened": PLACES, "forgotten": 0, "turned_away": 5}
    assert counted(control, made, **counters) == counters
    waiting.pop().close()
    with made.connect() as newcomer:
        newcomer.settimeout(0.3)
        with pytest.raises(TimeoutError):  # accepted, and silent as the others
            newcomer.recv(1)
    assert counted(control, made, forgotten=1) == {"forgotten": 1}
    for client in waiting:
        client.setblocking(False)
        with pytest.raises(BlockingIOError):
            client.recv(1)
        client.close()


@pytest.mark.process
@pytest.mark.parametrize("loop", ["uvloop", "asyncio"])
def test_the_control_api_answers_when_files_run_out(loop, echoes, tmp_path):
    """More connections than files: some are refused, the log stays short."""
    hidden = "import sys; sys.modules['uvloop'] = None; " if loop == "asyncio" else ""
    start = f"{hidden}from epreuve.faults.embedded.server import main; raise SystemExit(main())"
    server = f'{sys.executable} -c "{start}" --listen 127.0.0.1:0'
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            ["sh", "-c", f"ulimit -n {FEW}; exec {server}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    try:
        control = Control("http://" + process.stdout.readline().decode().split()[-1])
        body = {"name": "a", "listen": "127.0.0.1:0", "upstream": echoes.address}
        port = int(control.call("POST", "/proxies", body).json["listen"].rpartition(":")[2])
        rush = [socket.create_connection(("127.0.0.1", port)) for _ in range(2 * FEW)]
        deadline = time.monotonic() + 30
        counters = {"opened": 0, "turned_away": 0}
        while sum(counters[name] for name in ("opened", "turned_away")) < len(rush):
            if time.monotonic() > deadline:
                break
            counters = control.call("GET", "/epreuve/counters").json["proxies"]["a"]
        assert counters["opened"] == PLACES
        assert counters["turned_away"] == len(rush) - PLACES
        for client in rush:
            client.close()
        with socket.create_connection(("127.0.0.1", port)) as one:
            one.sendall(b"x")
            assert one.recv(1) == b"x"
    finally:
        process.terminate()
        assert process.wait(10) == 0
        process.stdin.close()
        process.stdout.close()
    assert (tmp_path / "log").stat().st_size < 20_000
