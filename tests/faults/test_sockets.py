"""The kernel's own account of a port, and the watch that is kept on it."""

import socket
import time
from contextlib import closing

import pytest

from epreuve.faults import sockets
from epreuve.faults.socket_watch import EVERY, SocketWatch
from epreuve.faults.sockets import Flow, look


@pytest.fixture(params=["127.0.0.1", "::1"])
def listener(request):
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.create_server((request.param, 0), family=family) as made:
        yield made


def pair(listener):
    caller = socket.create_connection(listener.getsockname()[:2])
    return caller, listener.accept()[0]


def say(one, other, size):
    one.sendall(b"x" * size)
    while size:
        size -= len(other.recv(size))


def test_a_port_tells_its_connections_and_their_bytes(listener):
    port = listener.getsockname()[1]
    assert look(port).listening
    assert look(port).flows == {}
    caller, called = pair(listener)
    with closing(called):
        with closing(caller):
            say(caller, called, 100)
            say(called, caller, 7)
            assert list(look(port).flows.values()) == [Flow(100, 7)]
        assert list(look(port).flows.values()) == [Flow(100, 7)]  # the end is not a byte
    listener.close()
    assert not look(port).listening


def test_a_kernel_that_does_not_tell_is_none(monkeypatch):
    monkeypatch.setattr(sockets, "_SOCK_DIAG", 31)  # a protocol that no kernel has
    assert look(1) is None
    with SocketWatch() as watch:
        watch.begin("a", 1)
        assert watch.end("a") is None


def test_a_watch_tells_what_came_and_went_since_it_began(listener):
    port = listener.getsockname()[1]
    caller, called = pair(listener)
    with closing(caller), closing(called), SocketWatch() as watch:
        say(caller, called, 1000)
        watch.begin("a", port)
        say(caller, called, 10)
        other, served = pair(listener)
        say(other, served, 5)
        say(served, other, 3)
        time.sleep(3 * EVERY)  # it lives long enough to be seen, and is gone at the end
        other.close()
        served.close()
        seen = watch.end("a")
        assert (seen.opened, seen.came, seen.went, seen.listening) == (1, 15, 3, True)
        assert watch.end("a") is None
        watch.close()


def test_two_watches_of_one_port_are_apart(listener):
    port = listener.getsockname()[1]
    caller, called = pair(listener)
    with closing(caller), closing(called), SocketWatch() as watch:
        watch.begin("a", port)
        say(caller, called, 10)
        watch.begin("b", port)
        say(caller, called, 1)
        assert (watch.end("a").came, watch.end("b").came) == (11, 1)
