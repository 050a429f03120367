"""Faults applied to a link, confirmed, and healed."""

import time

import pytest

from epreuve.faults.bandwidth import Bandwidth
from epreuve.faults.errors import NotConfirmed, ToxiproxyRefused
from epreuve.faults.flapping import Flapping
from epreuve.faults.latency import Latency
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.link import Link
from epreuve.faults.toxiproxy.state import ToxicState


@pytest.fixture
def made(embedded, make_proxy, echoes):
    return make_proxy(embedded, echoes.address)


@pytest.fixture
def link(made):
    return Link(Toxiproxy(made.control.url), made.name)


def toxics(link):
    return [toxic.name for toxic in link.client.proxy(link.proxy_name).toxics]


def test_an_applied_fault_is_confirmed_and_healed(link):
    confirmed = link.apply(SlowLink(latency=0.01, jitter=0.002, down=100, up=50))
    assert [state.type for state in confirmed.toxics] == [
        "latency",
        "latency",
        "bandwidth",
        "bandwidth",
    ]
    assert confirmed.enabled
    assert confirmed.upstream == link.client.proxy(link.proxy_name).upstream
    attributes = {"latency": 10, "jitter": 2}
    name = "slow_link-latency-upstream"
    assert confirmed.toxics[0] == ToxicState(name, "latency", "upstream", 1.0, attributes)
    link.heal(SlowLink(latency=0.01, jitter=0.002, down=100, up=50))
    assert toxics(link) == []
    link.heal(SlowLink(latency=0.01, jitter=0.002, down=100, up=50))
    link.heal(Silent())


def test_a_fault_ends_with_the_block_also_on_an_error(link):
    with pytest.raises(ZeroDivisionError), link.applied(Latency(latency=0.01)) as confirmed:
        len(confirmed.toxics) / len(toxics(link)[2:])
    assert toxics(link) == []


def test_a_partition_holds_and_resumes(link, made, read):
    one = made.connect()
    one.settimeout(0.3)
    with link.applied(Partition()):
        one.sendall(b"held")
        with pytest.raises(TimeoutError):
            one.recv(1)
    one.settimeout(5)
    assert read(one, 4) == b"held"


def test_silence_drops_data_and_closes_when_healed(link, made):
    one = made.connect()
    one.settimeout(0.3)
    with link.applied(Silent()):
        one.sendall(b"lost")
        with pytest.raises(TimeoutError):
            one.recv(1)
    one.settimeout(5)
    assert one.recv(1) == b""


def test_refusals_nest(link, made):
    link.apply(Refused())
    link.apply(PowerLoss(stage="boot"))
    link.heal(Refused())
    with pytest.raises(ConnectionRefusedError):
        made.connect()
    link.heal(PowerLoss(stage="boot"))
    assert made.connect()


def test_a_power_loss_resets_old_connections_and_refuses_new_ones(link, made, read):
    one = made.connect()
    one.sendall(b"x")
    read(one, 1)
    link.apply(PowerLoss(stage="dark"))
    one.sendall(b"lost")
    link.apply(PowerLoss(stage="boot"))
    link.heal(PowerLoss(stage="dark"))
    with pytest.raises(ConnectionResetError):
        one.recv(1)
    with pytest.raises(ConnectionRefusedError):
        made.connect()
    link.heal(PowerLoss(stage="boot"))
    again = made.connect()
    again.sendall(b"back")
    assert read(again, 4) == b"back"


def test_latency_is_added_before_an_existing_rate_limit(link, made, read):
    link.apply(Bandwidth(down=1, up=1000))
    link.apply(Latency(latency=0.2))
    assert [name.split("-")[1:] for name in toxics(link)][-2:] == [
        ["latency", "downstream"],
        ["bandwidth", "downstream"],
    ]
    one = made.connect()
    start = time.monotonic()
    one.sendall(b"x" * 300)
    read(one, 300)
    assert 0.65 <= time.monotonic() - start < 2.0


def test_a_fault_that_cannot_be_applied_leaves_nothing(link, made):
    made.toxic("noop", {}, name="latency-latency-downstream")
    with pytest.raises(ToxiproxyRefused, match="toxic already exists"):
        link.apply(Latency(latency=0.01))
    assert "latency-latency-upstream" not in toxics(link)


def test_a_refusal_is_confirmed_by_the_state_of_the_proxy(link):
    with link.applied(Refused()) as confirmed:
        assert (confirmed.enabled, confirmed.toxics) == (False, ())


def test_a_fault_that_is_not_there_is_not_confirmed(link, monkeypatch):
    monkeypatch.setattr(link.client, "set_enabled", lambda *_: None)
    with pytest.raises(NotConfirmed, match="missing a disabled proxy"):
        link.apply(Refused())


def test_an_equal_fault_applied_by_others_stays(link, made, read):
    one = made.connect()
    one.settimeout(0.3)
    assert link.apply(Partition()) == link.apply(Partition())
    link.heal(Partition())
    one.sendall(b"held")
    with pytest.raises(TimeoutError):
        one.recv(1)
    with link.applied(Flapping(down=0.1, up=0.1)):
        time.sleep(0.6)
    with pytest.raises(TimeoutError):
        one.recv(1)
    link.heal(Partition())
    one.settimeout(5)
    assert read(one, 4) == b"held"
    assert toxics(link) == []


def test_a_second_fault_of_the_same_kind_with_other_values_is_refused(link):
    with link.applied(Latency(latency=0.01)):
        with pytest.raises(ToxiproxyRefused, match="toxic already exists"):
            link.apply(Latency(latency=0.02))
        assert link.client.proxy(link.proxy_name).toxics[0].attributes["latency"] == 10
    assert toxics(link) == []


def test_a_lossy_link_stops_and_flows_again_by_itself(link, made, read):
    one = made.connect()
    one.settimeout(5)
    stalled = set()
    until = time.monotonic() + 20
    with link.applied(LossyLink(latency=0.005, every=0.1, lasts=0.1, seed=3)):
        while len(stalled) < 2 and time.monotonic() < until:
            stalled.add(any(toxic.startswith("partition") for toxic in toxics(link)))
            one.sendall(b"ping")
            assert read(one, 4) == b"ping"
    assert stalled == {True, False}
    assert toxics(link) == []


def test_stalls_are_not_simulated_on_a_real_toxiproxy(link, monkeypatch):
    monkeypatch.setattr(link.client, "is_embedded", lambda: False)
    with link.applied(LossyLink(latency=0.005, every=0.1, lasts=0.1)):
        time.sleep(0.5)
        assert all(name.startswith("lossy_link") for name in toxics(link))
        assert len(toxics(link)) == 2
