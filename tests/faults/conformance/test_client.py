"""Our client and our faults, on both servers."""

import pytest

from epreuve.faults.errors import ToxiproxyRefused
from epreuve.faults.latency import Latency
from epreuve.faults.link import Link
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.silence import Silence
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.toxiproxy import Toxic, Toxiproxy


@pytest.fixture
def client(server):
    return Toxiproxy(server.url)


@pytest.fixture
def link(client, proxy):
    return Link(client, proxy.name)


def test_what_is_written_is_read_back(client, proxy):
    state = client.add_toxic(proxy.name, Toxic("late", "latency", "upstream", {"latency": 20}))
    assert state.attributes == {"latency": 20, "jitter": 0}
    assert client.update_toxic(proxy.name, "late", {"jitter": 2}).attributes["jitter"] == 2
    assert client.set_enabled(proxy.name, False).enabled is False
    assert client.set_upstream(proxy.name, "127.0.0.1:1").upstream == "127.0.0.1:1"
    client.remove_toxic(proxy.name, "late")
    client.remove_toxic(proxy.name, "late")
    assert client.proxies()[proxy.name].toxics == ()


def test_refusals_are_typed(client, proxy):
    with pytest.raises(ToxiproxyRefused) as caught:
        client.create(proxy.name, "127.0.0.1:0", "127.0.0.1:1")
    assert caught.value.status == 409
    with pytest.raises(ToxiproxyRefused, match="bind: address already in use"):
        client.create("other", f"127.0.0.1:{proxy.address[1]}", "127.0.0.1:1")


@pytest.mark.parametrize(
    "fault",
    [
        Latency(50, 5),
        SlowLink(20, 2, 50, 50),
        Partition(),
        Partition(lost="requests"),
        Partition(lost="replies"),
    ],
    ids=repr,
)
def test_a_connection_outlives_these_faults(link, proxy, read, fault):
    one = proxy.connect()
    for _ in range(2):
        one.sendall(b"before")
        assert read(one, 6) == b"before"
        with link.suffering(fault):
            one.sendall(b"during")
        assert read(one, 6) == b"during"
    assert link.client.proxy(proxy.name).toxics == ()


def test_silence_loses_and_closes(link, proxy):
    one = proxy.connect()
    one.settimeout(0.3)
    with link.suffering(Silence()):
        one.sendall(b"lost")
        with pytest.raises(TimeoutError):
            one.recv(1)
    one.settimeout(5)
    assert one.recv(1) == b""


def test_a_refusal_refuses_until_it_is_healed(link, proxy):
    with link.suffering(Partition(refused=True)), pytest.raises(ConnectionRefusedError):
        proxy.connect()
    assert proxy.connect()


def test_a_power_loss_ends_all_that_was_and_comes_back(link, proxy, read):
    one = proxy.connect()
    link.apply(PowerLoss("dark"))
    one.sendall(b"lost")
    link.apply(PowerLoss("boot"))
    link.heal(PowerLoss("dark"))
    with pytest.raises(ConnectionRefusedError):
        proxy.connect()
    try:
        assert one.recv(1) == b""
    except ConnectionResetError:
        assert not link.client.proxy(proxy.name).enabled
    link.heal(PowerLoss("boot"))
    again = proxy.connect()
    again.sendall(b"back")
    assert read(again, 4) == b"back"
