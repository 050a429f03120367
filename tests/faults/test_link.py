"""A link that suffers, and heals."""

import time

import pytest

from epreuve.faults.bandwidth import Bandwidth
from epreuve.faults.errors import ToxiproxyRefused
from epreuve.faults.flapping import Flapping
from epreuve.faults.latency import Latency
from epreuve.faults.link import Link
from epreuve.faults.lossy_link import LossyLink
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.silence import Silence
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.toxiproxy import Toxiproxy


@pytest.fixture
def made(embedded, make_proxy, echoes):
    return make_proxy(embedded, echoes.address)


@pytest.fixture
def link(made):
    return Link(Toxiproxy(made.control.url), made.name)


def toxics(link):
    return [toxic.name for toxic in link.client.proxy(link.proxy_name).toxics]


def test_what_is_applied_is_confirmed_and_healed(link):
    confirmed = link.apply(SlowLink(latency=10, jitter=2, down=100, up=50))
    assert [state.type for state in confirmed] == ["latency", "latency", "bandwidth", "bandwidth"]
    assert confirmed[0].attributes == {"latency": 10, "jitter": 2}
    link.heal(SlowLink(latency=10, jitter=2, down=100, up=50))
    assert toxics(link) == []
    link.heal(SlowLink(latency=10, jitter=2, down=100, up=50))
    link.heal(Silence())


def test_suffering_ends_with_the_block_also_on_an_error(link):
    with pytest.raises(ZeroDivisionError), link.suffering(Latency(10)) as confirmed:
        len(confirmed) / len(toxics(link)[2:])
    assert toxics(link) == []


def test_a_partition_holds_and_resumes(link, made, read):
    one = made.connect()
    one.settimeout(0.3)
    with link.suffering(Partition()):
        one.sendall(b"held")
        with pytest.raises(TimeoutError):
            one.recv(1)
    one.settimeout(5)
    assert read(one, 4) == b"held"


def test_silence_swallows_and_ends_when_healed(link, made):
    one = made.connect()
    one.settimeout(0.3)
    with link.suffering(Silence()):
        one.sendall(b"lost")
        with pytest.raises(TimeoutError):
            one.recv(1)
    one.settimeout(5)
    assert one.recv(1) == b""


def test_refusals_nest(link, made):
    link.apply(Partition(refused=True))
    link.apply(PowerLoss("boot"))
    link.heal(Partition(refused=True))
    with pytest.raises(ConnectionRefusedError):
        made.connect()
    link.heal(PowerLoss("boot"))
    assert made.connect()


def test_a_power_loss_resets_the_stale_and_refuses_the_new(link, made, read):
    one = made.connect()
    one.sendall(b"x")
    read(one, 1)
    link.apply(PowerLoss("dark"))
    one.sendall(b"lost")
    link.apply(PowerLoss("boot"))
    link.heal(PowerLoss("dark"))
    with pytest.raises(ConnectionResetError):
        one.recv(1)
    with pytest.raises(ConnectionRefusedError):
        made.connect()
    link.heal(PowerLoss("boot"))
    again = made.connect()
    again.sendall(b"back")
    assert read(again, 4) == b"back"


def test_latency_goes_before_the_cap_that_is_there(link, made, read):
    link.apply(Bandwidth(down=1, up=1000))
    link.apply(Latency(200))
    assert [name.split("-")[1:] for name in toxics(link)][-2:] == [
        ["latency", "downstream"],
        ["bandwidth", "downstream"],
    ]
    one = made.connect()
    start = time.monotonic()
    one.sendall(b"x" * 300)
    read(one, 300)
    assert 0.65 <= time.monotonic() - start < 2.0


def test_a_failed_application_leaves_nothing(link, made):
    made.toxic("noop", {}, name="latency-latency-downstream")
    with pytest.raises(ToxiproxyRefused, match="toxic already exists"):
        link.apply(Latency(10))
    assert "latency-latency-upstream" not in toxics(link)


def test_an_equal_fault_of_somebody_else_stays(link, made, read):
    one = made.connect()
    one.settimeout(0.3)
    assert link.apply(Partition()) == link.apply(Partition())
    link.heal(Partition())
    one.sendall(b"held")
    with pytest.raises(TimeoutError):
        one.recv(1)
    with link.suffering(Flapping(down=0.1, up=0.1)):
        time.sleep(0.6)
    with pytest.raises(TimeoutError):
        one.recv(1)
    link.heal(Partition())
    one.settimeout(5)
    assert read(one, 4) == b"held"
    assert toxics(link) == []


def test_a_fault_of_the_same_name_and_other_figures_is_refused(link):
    with link.suffering(Latency(10)):
        with pytest.raises(ToxiproxyRefused, match="toxic already exists"):
            link.apply(Latency(20))
        assert link.client.proxy(link.proxy_name).toxics[0].attributes["latency"] == 10
    assert toxics(link) == []


def test_a_lossy_link_stops_and_flows_again_by_itself(link, made, read):
    one = made.connect()
    one.settimeout(5)
    seen = set()
    until = time.monotonic() + 20
    with link.suffering(LossyLink(SlowLink(latency=5), every=0.1, lasts=0.1, seed=3)):
        while len(seen) < 2 and time.monotonic() < until:
            seen.add(any(toxic.startswith("partition") for toxic in toxics(link)))
            one.sendall(b"ping")
            assert read(one, 4) == b"ping"
    assert seen == {True, False}
    assert toxics(link) == []


def test_stalls_are_left_out_where_they_would_let_bytes_past_the_cap(link, monkeypatch):
    monkeypatch.setattr(link.client, "is_ours", lambda: False)
    with link.suffering(LossyLink(SlowLink(latency=5), every=0.1, lasts=0.1)):
        time.sleep(0.5)
        assert all(name.startswith("lossy_link") for name in toxics(link))
        assert len(toxics(link)) == 2
