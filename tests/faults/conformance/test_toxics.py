"""Effect of the other toxics on a connection."""

import contextlib
import socket
import threading
import time

import pytest

from tests.faults.conformance.ping import ping


def test_timeout_zero_drops_data_without_pausing_the_sender(proxy):
    proxy.toxic("timeout", {"timeout": 0}, stream="upstream")
    one = proxy.connect()
    one.settimeout(5)
    one.sendall(b"x" * 20_000_000)
    one.settimeout(0.2)
    with pytest.raises(TimeoutError):
        one.recv(1)


def test_timeout_closes_also_an_idle_connection(proxy, timed):
    proxy.toxic("timeout", {"timeout": 300})
    one = proxy.connect()
    with timed(0.25, 0.5):
        assert one.recv(1) == b""


def test_chunks_restart_the_timeout(proxy, timed):
    proxy.toxic("timeout", {"timeout": 400}, stream="upstream")
    one = proxy.connect()
    with timed(0.8, 1.3):
        for _ in range(5):
            one.sendall(b"x")
            time.sleep(0.1)
        assert one.recv(1) == b""


def test_removal_of_timeout_closes(proxy):
    proxy.toxic("timeout", {"timeout": 0})
    one = proxy.connect()
    one.sendall(b"lost")
    time.sleep(0.1)
    proxy.call("DELETE", "/toxics/timeout_downstream")
    with contextlib.suppress(ConnectionResetError):
        assert one.recv(1) == b""


def test_slow_close_delays_the_end_only(server, make_proxy, upstream, read, timed):
    made = make_proxy(server, upstream(lambda connection: connection.sendall(b"bye")).address)
    made.toxic("slow_close", {"delay": 1000})
    one = made.connect()
    with timed(0, 0.3):
        assert read(one, 3) == b"bye"
    with timed(0.3, 1.0):
        assert one.recv(1) == b""


def test_removal_of_slow_close_closes_at_once(server, make_proxy, upstream, read, timed):
    made = make_proxy(server, upstream(lambda connection: connection.sendall(b"bye")).address)
    made.toxic("slow_close", {"delay": 60_000})
    one = made.connect()
    assert read(one, 3) == b"bye"
    time.sleep(0.1)
    with timed(0, 0.5):
        made.call("DELETE", "/toxics/slow_close_downstream")
        assert one.recv(1) == b""


def test_reset_peer_resets_after_the_first_chunk(proxy, timed):
    proxy.toxic("reset_peer", {"timeout": 200}, stream="upstream")
    one = proxy.connect()
    one.settimeout(0.3)
    with pytest.raises(TimeoutError):
        one.recv(1)
    one.settimeout(5)
    with timed(0.15, 0.5):
        one.sendall(b"x")
        with pytest.raises(ConnectionResetError):
            one.recv(1)


def test_reset_peer_on_an_older_connection(server, proxy):
    one = proxy.connect()
    ping(one)
    proxy.toxic("reset_peer", {"timeout": 0}, stream="upstream")
    one.sendall(b"x")
    if server.differs("reset is FIN for older connections"):
        assert one.recv(1) == b""
    else:
        with pytest.raises(ConnectionResetError):
            one.recv(1)


def test_slicer_makes_small_pieces(proxy, timed):
    proxy.toxic("slicer", {"average_size": 100, "size_variation": 50, "delay": 10_000})
    one = proxy.connect()
    with timed(0.05, 0.6):
        one.sendall(b"x" * 1000)
        pieces = []
        while sum(pieces) < 1000:
            pieces.append(len(one.recv(65536)))
    assert len(pieces) > 3


def test_slicer_keeps_the_bytes(proxy, read):
    data = bytes(range(256)) * 8
    proxy.toxic("slicer", {"average_size": 16, "size_variation": 8})
    one = proxy.connect()
    one.sendall(data)
    assert read(one, len(data)) == data


@pytest.mark.parametrize("limit", [0, 1, 7])
def test_limit_data_passes_exactly_so_many(proxy, read, limit):
    proxy.toxic("limit_data", {"bytes": limit})
    one = proxy.connect()
    one.sendall(b"0123456789")
    assert read(one, 100) == b"0123456789"[:limit]


def test_limit_data_counts_over_updates(proxy, read):
    proxy.toxic("limit_data", {"bytes": 8})
    one = proxy.connect()
    ping(one, b"1234")
    proxy.call("POST", "/toxics/limit_data_downstream", {"attributes": {"bytes": 6}})
    one.sendall(b"5678")
    assert read(one, 100) == b"56"


def test_toxicity_zero_has_no_effect(proxy):
    proxy.toxic("latency", {"latency": 3000}, toxicity=0)
    assert ping(proxy.connect()) < 2.5


def test_toxics_act_on_their_stream_only(server, make_proxy, upstream):
    received = threading.Event()

    def listen(connection: socket.socket) -> None:
        connection.recv(1)
        received.set()

    made = make_proxy(server, upstream(listen).address)
    made.toxic("timeout", {"timeout": 0}, stream="downstream")
    made.connect().sendall(b"x")
    assert received.wait(5)


def test_half_close(server, make_proxy, upstream, read):
    def talk(connection: socket.socket) -> None:
        while connection.recv(1024):
            pass
        time.sleep(0.2)
        connection.sendall(b"late")

    one = make_proxy(server, upstream(talk).address).connect()
    one.sendall(b"question")
    one.shutdown(socket.SHUT_WR)
    wanted = b"" if server.differs("half-close loses the reply") else b"late"
    assert read(one, 4) == wanted
