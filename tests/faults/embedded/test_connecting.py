"""Before the upstream responds: the client is read, a little, and noticed when it leaves."""

import asyncio
import errno
import socket
import time
from random import Random

import pytest

from epreuve.faults.embedded.connection import Connection
from epreuve.faults.embedded.connection_limit import ConnectionLimit
from epreuve.faults.embedded.flow import Traffic
from epreuve.faults.embedded.link import EARLY
from epreuve.faults.embedded.scheduler import Scheduler
from tests.faults.embedded.conftest import counted


@pytest.fixture
def deaf():
    """An upstream whose queue of connections is full: the kernel responds to no SYN."""
    with (
        socket.create_server(("127.0.0.1", 0), backlog=0) as listener,
        socket.create_connection(listener.getsockname()),
    ):
        yield listener


def address(listener):
    return f"127.0.0.1:{listener.getsockname()[1]}"


def accept(listener):
    """Empty the queue; return the connection that opens when the kernel sends its SYN again."""
    listener.accept()[0].close()
    listener.settimeout(10)
    return listener.accept()[0]


def test_a_client_that_leaves_before_the_upstream_answers_ends_the_attempt(
    embedded, make_proxy, deaf
):
    made = make_proxy(embedded, address(deaf))
    waiting = made.connect()
    for _ in range(5):
        with made.connect() as one:
            one.sendall(b"x")
    assert counted(embedded, made, opened=6, open=1) == {"opened": 6, "open": 1}
    waiting.settimeout(0.3)
    with pytest.raises(TimeoutError):  # the client that has not left keeps waiting
        waiting.recv(1)


def test_an_upstream_that_refuses_resets_a_client_that_has_sent(embedded, make_proxy, deaf):
    """A client that has sent nothing gets an end, as the kernel gives it."""
    made = make_proxy(embedded, address(deaf))
    with made.connect() as sender, made.connect() as silent:
        sender.sendall(b"x")
        deaf.close()  # the kernel refuses the SYN that it sends again
        with pytest.raises(ConnectionResetError):
            sender.recv(1)
        assert silent.recv(1) == b""


def test_a_client_that_sends_much_before_the_upstream_answers_is_paused(embedded, make_proxy, deaf):
    made = make_proxy(embedded, address(deaf))
    with made.connect() as one:
        one.setblocking(False)
        sent, end = 0, time.monotonic() + 0.5
        while time.monotonic() < end:
            try:
                sent += one.send(bytes(1 << 16))
            except BlockingIOError:
                time.sleep(0.01)
        assert sent < 20_000_000, "the kernel's buffers and EARLY, not all that a client has"
        one.setblocking(True)
        one.shutdown(socket.SHUT_WR)
        with accept(deaf) as server:
            size = 0
            while data := server.recv(1 << 16):
                size += len(data)
        assert size == sent


def test_an_upstream_that_sends_first_and_much_is_read_completely(embedded, make_proxy, upstream):
    made = make_proxy(embedded, upstream(lambda one: one.sendall(bytes(1 << 20))).address)
    for _ in range(20):
        with made.connect() as one:
            size = 0
            while size < 1 << 20 and (data := one.recv(1 << 16)):
                size += len(data)
        assert size == 1 << 20


class Transport:
    """Records the calls."""

    def __init__(self):
        self.calls = []
        self.written = b""

    def pause_reading(self):
        self.calls.append("pause")

    def resume_reading(self):
        self.calls.append("resume")

    def set_write_buffer_limits(self, high):
        pass

    def is_closing(self):
        return False

    def write(self, data):
        self.written += data

    def write_eof(self):
        self.calls.append("end")

    def get_extra_info(self, name):
        return ("127.0.0.1", 1) if name == "peername" else self

    def fileno(self):
        raise OSError

    def abort(self):
        self.calls.append("abort")

    def close(self):
        self.calls.append("close")


class Owner:
    """A proxy whose upstream sends much data before the connection is ready."""

    def __init__(self, loop):
        self.scheduler, self.traffic, self.limit = Scheduler(loop), Traffic(), ConnectionLimit(1000)
        self.connections = set()
        self.toxics = {"upstream": [], "downstream": []}
        self.upstream = Transport()

    def random(self, number, stream):
        return Random(f"{number}{stream}")

    async def connect(self, side, source):
        side.connection_made(self.upstream)
        side.data_received(bytes(EARLY))


async def joined(owner_of):
    """A proxy after it has connected for one client, and that client's transport."""
    owner, client = owner_of(asyncio.get_running_loop()), Transport()
    connection = Connection(owner)
    connection.client.connection_made(client)
    await connection.connecting
    owner.scheduler.close()
    return owner, client


def test_a_client_that_shuts_down_writing_before_the_upstream_answers_is_answered():
    class Late(Owner):
        async def connect(self, side, source):
            (connection,) = self.connections
            connection.client.data_received(b"abc")
            connection.client.eof_received()
            side.connection_made(self.upstream)

    owner, client = asyncio.run(joined(Late))
    assert owner.upstream.written == b"abc"
    assert "end" in owner.upstream.calls
    assert "close" not in client.calls


def test_a_paused_upstream_is_read_again():
    owner, client = asyncio.run(joined(Owner))
    assert owner.upstream.calls == ["pause", "resume"]
    assert len(client.written) == EARLY


@pytest.mark.parametrize(
    ("number", "calls", "undialled", "turned_away"),
    [(errno.EMFILE, "abort", 0, 1), (errno.ECONNREFUSED, "close", 1, 0)],
)
def test_a_lack_of_files_is_not_counted_as_an_unreachable_upstream(
    number, calls, undialled, turned_away
):
    class Unable(Owner):
        async def connect(self, side, source):
            raise OSError(number, "no")

    owner, client = asyncio.run(joined(Unable))
    assert client.calls == [calls]
    assert (owner.traffic.undialled, owner.traffic.turned_away) == (undialled, turned_away)
