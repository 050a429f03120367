"""Effect of the toxics latency and bandwidth on a connection."""

import time

import pytest

from tests.faults.conformance.ping import ping


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
