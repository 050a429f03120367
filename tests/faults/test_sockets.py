"""The kernel's socket table of a port, and the watch of its traffic."""

import socket
import time
from contextlib import closing

import pytest

from epreuve.faults.sockets import table
from epreuve.faults.sockets.table import SocketBytes, read_port
from epreuve.faults.sockets.watch import EVERY, PortTraffic, SocketWatch


@pytest.fixture(params=["127.0.0.1", "::1"])
def listener(request):
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.create_server((request.param, 0), family=family) as made:
        yield made


def pair(listener):
    caller = socket.create_connection(listener.getsockname()[:2])
    return caller, listener.accept()[0]


def send(one, other, size):
    one.sendall(b"x" * size)
    while size:
        size -= len(other.recv(size))


def test_the_connections_of_a_port_and_their_bytes_are_read(listener):
    port = listener.getsockname()[1]
    assert read_port(port).listening
    assert read_port(port).flows == {}
    caller, called = pair(listener)
    with closing(called):
        with closing(caller):
            send(caller, called, 100)
            send(called, caller, 7)
            assert list(read_port(port).flows.values()) == [SocketBytes(100, 7)]
        assert list(read_port(port).flows.values()) == [
            SocketBytes(100, 7)
        ]  # the end is not a byte
    family = listener.family
    listener.close()
    # Another program may listen at this port of the other family meanwhile.
    assert not read_port(port, (family,)).listening


def test_a_kernel_without_tables_gives_none(monkeypatch):
    monkeypatch.setattr(table, "_SOCK_DIAG", 31)  # a protocol that no kernel has
    assert read_port(1) is None
    with SocketWatch() as watch:
        watch.begin("a", 1)
        assert watch.end("a") is None


def test_a_watch_returns_the_traffic_since_it_began(listener):
    port = listener.getsockname()[1]
    caller, called = pair(listener)
    with closing(caller), closing(called), SocketWatch() as watch:
        send(caller, called, 1000)
        watch.begin("a", port)
        send(caller, called, 10)
        other, served = pair(listener)
        send(other, served, 5)
        send(served, other, 3)
        time.sleep(3 * EVERY)  # it lives long enough to be read, and is closed at the end
        other.close()
        served.close()
        traffic = watch.end("a")
        assert traffic == PortTraffic(opened=1, received=15, sent=3, listening=True)
        assert watch.end("a") is None
        watch.close()


def test_two_watches_of_one_port_are_apart(listener):
    port = listener.getsockname()[1]
    caller, called = pair(listener)
    with closing(caller), closing(called), SocketWatch() as watch:
        watch.begin("a", port)
        send(caller, called, 10)
        watch.begin("b", port)
        send(caller, called, 1)
        assert (watch.end("a").received, watch.end("b").received) == (11, 1)


def test_a_user_with_the_number_of_the_port_is_not_counted(echoes):
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as user:
        port = listener.getsockname()[1]
        user.bind(("127.3.4.5", port))
        user.connect(("127.0.0.1", int(echoes.address.rpartition(":")[2])))
        user.sendall(b"12345")
        assert user.recv(5)
        with socket.create_connection(("127.0.0.1", port)):
            read = read_port(port)
            assert read is not None
            assert read.listening
            assert len(read.flows) == 1
    with socket.create_server(("127.3.4.5", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.3.4.5", port)):
            read = read_port(port)
            assert read is not None
            assert len(read.flows) == 1
