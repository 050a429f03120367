"""A client or upstream that leaves by an end, then a reset, ends the whole connection."""

import socket
import time

from tests.faults.embedded.conftest import counted


def answer_and_leave(one):
    """A service that closes after each response."""
    one.recv(100)
    one.sendall(b"x" * 2000)


def test_a_client_that_leaves_before_the_answer(on_each_loop, make_proxy, upstream):
    """The upstream has received its end; the response provokes its reset."""
    made = make_proxy(on_each_loop, upstream(answer_and_leave).address)
    made.toxic("latency", {"latency": 100})
    for _ in range(5):
        with made.connect() as one:
            one.sendall(b"x")
    assert counted(made.control, made, opened=5, open=0) == {"opened": 5, "open": 0}


def test_a_client_that_leaves_during_a_large_answer(on_each_loop, make_proxy, upstream):
    """The upstream is paused, because its data is not read; its socket must still be closed."""

    def flood(one):
        one.recv(100)
        one.sendall(bytes(8 << 20))

    made = make_proxy(on_each_loop, upstream(flood).address)
    for _ in range(5):
        with made.connect() as one:
            one.sendall(b"x")
            one.shutdown(socket.SHUT_WR)
            time.sleep(0.2)  # the buffers are full
    assert counted(made.control, made, opened=5, open=0) == {"opened": 5, "open": 0}


def test_an_upstream_that_leaves_before_more_data(on_each_loop, make_proxy, upstream):
    """The client has received its end; what the client still sends provokes its reset."""
    made = make_proxy(on_each_loop, upstream(lambda one: one.sendall(b"bye")).address)
    for _ in range(5):
        with made.connect() as one:
            assert one.recv(3) == b"bye"
            assert one.recv(1) == b""
            for _ in range(3):
                time.sleep(0.02)
                one.sendall(b"x")
    assert counted(made.control, made, opened=5, open=0) == {"opened": 5, "open": 0}


def test_data_released_to_a_closed_peer_is_no_error(on_each_loop, make_proxy, upstream):
    """The server's log stays empty; its fixture checks it at the end."""

    def much(one):
        one.recv(100)
        for _ in range(40):
            one.sendall(bytes(1000))
            time.sleep(0.005)

    made = make_proxy(on_each_loop, upstream(much).address)
    made.toxic("latency", {"latency": 60_000})
    for _ in range(5):
        with made.connect() as one:
            one.sendall(b"x")
            time.sleep(0.4)
    made.call("DELETE", "/toxics/latency_downstream")
    assert counted(made.control, made, opened=5, open=0) == {"opened": 5, "open": 0}
