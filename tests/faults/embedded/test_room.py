"""Two files a connection: who is let go when no more can be opened, and what still answers then."""

import socket
import subprocess
import sys
import time

import pytest

from epreuve.faults.embedded.room import FILES, RESERVE, Room
from tests.faults.conftest import Control
from tests.faults.embedded.conftest import counted

PLACES = 20
FEW = RESERVE + FILES * PLACES


class Tenant:
    def __init__(self):
        self.forgotten = False

    def forget(self):
        self.forgotten = True


def full(places):
    room = Room(RESERVE + FILES * places)
    tenants = [Tenant() for _ in range(places)]
    assert all(room.enter(each) for each in tenants)
    return room, tenants


def test_where_nobody_has_left_a_newcomer_is_turned_away():
    room, tenants = full(3)
    assert not room.enter(Tenant())
    room.leave(tenants[1])
    room.leave(tenants[1])
    assert room.enter(Tenant())
    assert not room.enter(Tenant())
    assert not any(each.forgotten for each in tenants)


def test_who_left_first_is_forgotten_first():
    room, tenants = full(3)
    for each in (tenants[2], tenants[0], tenants[2]):
        room.abandon(each)
    assert room.enter(Tenant())
    assert [each.forgotten for each in tenants] == [False, False, True]
    assert room.enter(Tenant())
    assert [each.forgotten for each in tenants] == [True, False, True]
    assert not room.enter(Tenant())


def test_who_was_never_inside_is_not_forgotten():
    room, tenants = full(1)
    other = Tenant()
    room.abandon(other)
    room.leave(tenants[0])
    room.abandon(tenants[0])
    assert room.enter(Tenant())
    assert not room.enter(Tenant())
    assert not other.forgotten
    assert not tenants[0].forgotten


def test_there_is_room_for_one_at_least():
    assert Room(8).enter(Tenant())


@pytest.fixture
def silent(start_embedded, make_proxy, echoes):
    """A link with room for PLACES, on which nothing ends."""
    _, control = start_embedded("--files", str(FEW))
    made = make_proxy(control, echoes.address)
    for stream in ("upstream", "downstream"):
        made.toxic("timeout", {"timeout": 0}, stream=stream)
        made.toxic("slow_close", {"delay": 10**8}, stream=stream)
    return control, made


def test_those_who_left_a_silent_link_are_kept_until_the_room_is_wanted(silent):
    control, made = silent
    for number in range(1, 51):
        with made.connect() as one:
            one.sendall(b"x")
        wanted = {"opened": number, "open": min(number, PLACES)}
        assert counted(control, made, **wanted) == wanted
    assert counted(control, made, forgotten=30, turned_away=0)["forgotten"] == 30
    assert counted(control, made, turned_away=0) == {"turned_away": 0}


def test_those_who_wait_are_never_let_go_for_a_newcomer(silent):
    control, made = silent
    waiting = [made.connect() for _ in range(PLACES)]
    assert counted(control, made, open=PLACES) == {"open": PLACES}
    for _ in range(5):
        with pytest.raises(ConnectionResetError), made.connect() as late:
            late.recv(1)
    seen = {"opened": PLACES, "forgotten": 0, "turned_away": 5}
    assert counted(control, made, **seen) == seen
    waiting.pop().close()
    with made.connect() as newcomer:
        newcomer.settimeout(0.3)
        with pytest.raises(TimeoutError):  # taken, and met by silence as everybody
            newcomer.recv(1)
    assert counted(control, made, forgotten=1) == {"forgotten": 1}
    for each in waiting:
        each.setblocking(False)
        with pytest.raises(BlockingIOError):
            each.recv(1)
        each.close()


@pytest.mark.process
@pytest.mark.parametrize("loop", ["uvloop", "asyncio"])
def test_a_rush_beyond_what_the_system_lets_open_leaves_a_server_that_answers(
    loop, echoes, tmp_path
):
    """More at once than there are files: some are turned away, the log stays short."""
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
        seen = {"opened": 0, "turned_away": 0}
        while seen["opened"] + seen["turned_away"] < len(rush) and time.monotonic() < deadline:
            seen = control.call("GET", "/epreuve/counters").json["proxies"]["a"]
        assert seen["opened"] == PLACES
        assert seen["turned_away"] == len(rush) - PLACES
        for each in rush:
            each.close()
        with socket.create_connection(("127.0.0.1", port)) as one:
            one.sendall(b"x")
            assert one.recv(1) == b"x"
    finally:
        process.terminate()
        assert process.wait(10) == 0
        process.stdin.close()
        process.stdout.close()
    assert (tmp_path / "log").stat().st_size < 20_000
