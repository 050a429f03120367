"""Who leaves in two steps, by an end and then by a reset, takes the whole connection along."""

import socket
import time

from tests.faults.embedded.conftest import counted


def answer_and_leave(one):
    """As a service that closes after each answer."""
    one.recv(100)
    one.sendall(b"x" * 2000)


def test_a_client_that_is_gone_when_the_answer_comes(on_each_loop, make_proxy, upstream):
    """Its end has reached the upstream by then; the answer brings its reset."""
    made = make_proxy(on_each_loop, upstream(answer_and_leave).address)
    made.toxic("latency", {"latency": 100})
    for _ in range(5):
        with made.connect() as one:
            one.sendall(b"x")
    assert counted(made.control, made, opened=5, open=0) == {"opened": 5, "open": 0}


def test_a_client_that_leaves_in_the_middle_of_much(on_each_loop, make_proxy, upstream):
    """The upstream is held back, for nobody takes what it sends: it must still be let go."""

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


def test_an_upstream_that_is_gone_when_more_comes(on_each_loop, make_proxy, upstream):
    """Its end has reached the client; what the client still says brings its reset."""
    made = make_proxy(on_each_loop, upstream(lambda one: one.sendall(b"bye")).address)
    for _ in range(5):
        with made.connect() as one:
            assert one.recv(3) == b"bye"
            assert one.recv(1) == b""
            for _ in range(3):
                time.sleep(0.02)
                one.sendall(b"x")
    assert counted(made.control, made, opened=5, open=0) == {"opened": 5, "open": 0}


def test_nobody_complains_of_what_is_let_go_to_who_has_gone(on_each_loop, make_proxy, upstream):
    """The server's log stays empty: its fixture looks at it in the end."""

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
