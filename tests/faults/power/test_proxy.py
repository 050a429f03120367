"""Power cuts that only the clients observe."""

import time

import pytest

from epreuve.faults.power.proxy import ProxyPower
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.link import Link


@pytest.fixture
def proxies(embedded, make_proxy, echoes):
    return [make_proxy(embedded, echoes.address) for _ in range(2)]


@pytest.fixture
def power(embedded, proxies):
    client = Toxiproxy(embedded.url)
    made = ProxyPower(lambda: [Link(client, proxy.name) for proxy in proxies], boot=0.4)
    yield made
    made.stop()


def states(proxies):
    documents = [proxy.call("GET").json for proxy in proxies]
    return [(document["enabled"], len(document["toxics"])) for document in documents]


def test_dark_then_boot_then_as_before(power, proxies, read):
    power.start()
    one = proxies[0].connect()
    one.sendall(b"before")
    assert read(one, 6) == b"before"

    confirmed = power.cut().confirmed
    assert {name: len(state.toxics) for name, state in confirmed.items()} == {
        proxy.name: 4 for proxy in proxies
    }
    assert (power.is_cut, power.running()) == (True, False)
    one.sendall(b"lost")
    one.settimeout(0.3)
    with pytest.raises(TimeoutError):
        one.recv(1)

    power.start()
    one.settimeout(5)
    with pytest.raises(ConnectionResetError):
        one.recv(1)
    with pytest.raises(ConnectionRefusedError):
        proxies[1].connect()
    deadline = time.monotonic() + 10
    while states(proxies) != [(True, 0)] * 2:
        assert time.monotonic() < deadline, states(proxies)
        time.sleep(0.05)
    again = proxies[1].connect()
    again.sendall(b"back")
    assert read(again, 4) == b"back"
    assert power.failure is None


def test_a_cut_during_the_boot_is_a_cut(power, proxies):
    power.cut()
    power.start()
    power.cut()
    time.sleep(0.6)
    assert states(proxies) == [(True, 4)] * 2
    power.stop()
    assert states(proxies) == [(True, 0)] * 2
    power.stop()
