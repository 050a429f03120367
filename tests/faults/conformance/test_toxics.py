"""Effect of each toxic on a connection."""

import contextlib
import socket
import threading
import time

import pytest


def ping(one, data=b"ping"):
    start = time.monotonic()
    one.sendall(data)
    got = b""
    while len(got) < len(data) and (more := one.recv(65536)):
        got += more
    assert got == data
    return time.monotonic() - start


def test_latency_delays_new_and_open_connections(proxy):
    one = proxy.connect()
    assert ping(one) < 0.2
    proxy.toxic("latency", {"latency": 200})
    assert 0.2 <= ping(one) < 1
    assert 0.2 <= ping(proxy.connect()) < 1


def test_latencies_of_both_streams_add_up(proxy):
    proxy.toxic("latency", {"latency": 100}, stream="upstream")
    proxy.toxic("latency", {"latency": 100}, stream="downstream")
    proxy.toxic("latency", {"latency": 100}, stream="downstream", name="second")
    assert 0.3 <= ping(proxy.connect()) < 1


def test_latency_is_pipelined_and_in_order(proxy, read, timed):
    proxy.toxic("latency", {"latency": 200, "jitter": 150})
    one = proxy.connect()
    with timed(0.05, 0.6):
        for number in range(20):
            one.sendall(bytes([number]) * 10)
            time.sleep(0.01)
        assert read(one, 200) == b"".join(bytes([number]) * 10 for number in range(20))


def test_removal_of_latency_releases_waiting_data(proxy, read, timed):
    proxy.toxic("latency", {"latency": 5000})
    one = proxy.connect()
    one.sendall(b"held")
    time.sleep(0.1)
    with timed(0, 0.5):
        assert proxy.call("DELETE", "/toxics/latency_downstream").status == 204
        assert read(one, 4) == b"held"


def test_latency_does_not_delay_the_end_of_an_idle_stream(server, make_proxy, upstream, timed):
    made = make_proxy(server, upstream(lambda connection: None).address)
    made.toxic("latency", {"latency": 2000})
    with timed(0, 0.5):
        assert made.connect().recv(1) == b""


def test_bandwidth_is_kilobytes_of_a_thousand(proxy):
    proxy.toxic("bandwidth", {"rate": 100})
    assert 0.45 <= ping(proxy.connect(), b"x" * 50_000) < 1.5


def test_latency_before_bandwidth_adds_up(proxy):
    proxy.toxic("latency", {"latency": 200})
    proxy.toxic("bandwidth", {"rate": 1})
    assert 0.45 <= ping(proxy.connect(), b"x" * 300) < 1.5


def test_bandwidth_before_latency_absorbs_it(proxy):
    proxy.toxic("bandwidth", {"rate": 1})
    proxy.toxic("latency", {"latency": 600})
    assert 0.55 <= ping(proxy.connect(), b"x" * 600) < 1.1


def test_bandwidth_zero_stalls_and_loses_nothing(proxy, read):
    one = proxy.connect()
    ping(one)
    proxy.toxic("bandwidth", {"rate": 0})
    one.sendall(b"later")
    one.settimeout(0.3)
    with pytest.raises(TimeoutError):
        one.recv(1)
    one.settimeout(5)
    proxy.call("DELETE", "/toxics/bandwidth_downstream")
    assert read(one, 5) == b"later"


def test_bandwidth_zero_can_be_given_a_rate(server, proxy, read):
    proxy.toxic("bandwidth", {"rate": 0})
    one = proxy.connect()
    one.sendall(b"x" * 20_000)
    time.sleep(0.2)
    start = time.monotonic()
    proxy.call("POST", "/toxics/bandwidth_downstream", {"attributes": {"rate": 40}})
    assert len(read(one, 20_000)) == 20_000
    if not server.differs("a chunk in a changed toxic leaves"):
        assert 0.45 <= time.monotonic() - start < 1.5


def test_bandwidth_zero_pauses_the_sender(proxy):
    proxy.toxic("bandwidth", {"rate": 0}, stream="upstream")
    one = proxy.connect()
    one.settimeout(0.5)
    with pytest.raises(TimeoutError):
        one.sendall(b"x" * 32 * 1024 * 1024)


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
    heard = threading.Event()

    def listen(connection: socket.socket) -> None:
        connection.recv(1)
        heard.set()

    made = make_proxy(server, upstream(listen).address)
    made.toxic("timeout", {"timeout": 0}, stream="downstream")
    made.connect().sendall(b"x")
    assert heard.wait(5)


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
