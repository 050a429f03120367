"""The client and the faults, on both servers."""

import time

import pytest

from epreuve.faults.brown_out import BrownOut
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.errors import FaultError, ToxiproxyRefused
from epreuve.faults.flapping import Flapping
from epreuve.faults.half_open import HalfOpen
from epreuve.faults.latency import Latency
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.refused import Refused
from epreuve.faults.resetting import Resetting
from epreuve.faults.silent import Silent
from epreuve.faults.slow_close import SlowClose
from epreuve.faults.slow_link import SlowLink
from epreuve.faults.toxic import Toxic
from epreuve.faults.truncation import Truncation


def test_written_proxies_are_read_back(client, proxy):
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
    with pytest.raises(ToxiproxyRefused) as caught:
        client.create("other", f"127.0.0.1:{proxy.address[1]}", "127.0.0.1:1")
    assert caught.value.status == 500


@pytest.mark.parametrize(
    "fault",
    [
        Latency(latency=0.05, jitter=0.005),
        SlowLink(latency=0.02, jitter=0.002, down=50, up=50),
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
        with link.applied(fault):
            one.sendall(b"during")
        assert read(one, 6) == b"during"
    assert link.client.proxy(proxy.name).toxics == ()


def test_silence_loses_data_and_closes_when_healed(link, proxy):
    one = proxy.connect()
    one.settimeout(0.3)
    with link.applied(Silent()):
        one.sendall(b"lost")
        with pytest.raises(TimeoutError):
            one.recv(1)
    one.settimeout(5)
    assert one.recv(1) == b""


def test_a_refusal_refuses_until_it_is_healed(link, proxy):
    with link.applied(Refused()), pytest.raises(ConnectionRefusedError):
        proxy.connect()
    assert proxy.connect()


def test_a_power_loss_ends_every_connection_and_the_link_comes_back(link, proxy, read):
    one = proxy.connect()
    link.apply(PowerLoss(stage="dark"))
    one.sendall(b"lost")
    link.apply(PowerLoss(stage="boot"))
    link.heal(PowerLoss(stage="dark"))
    with pytest.raises(ConnectionRefusedError):
        proxy.connect()
    try:
        assert one.recv(1) == b""
    except ConnectionResetError:
        assert not link.client.proxy(proxy.name).enabled
    link.heal(PowerLoss(stage="boot"))
    again = proxy.connect()
    again.sendall(b"back")
    assert read(again, 4) == b"back"


@pytest.mark.parametrize(
    ("fault", "opening", "answer"),
    [
        (Refused(), "refused", None),
        (ErrorResponse(), "open", "data"),
        (Resetting(), "open", "reset"),
        (Silent(), "open", "silence"),
        (Partition(), "open", "silence"),
        (Latency(latency=0.02), "open", "data"),
    ],
    ids=repr,
)
def test_a_fault_and_its_end_are_observed_at_the_socket(
    link, proxy, attempt, fault, opening, answer
):
    def observe():
        result = attempt(proxy.address, b"ping\r\n\r\n", 0.5)
        return result.opening, result.answer

    assert observe() == ("open", "data")
    with link.applied(fault) as confirmed:
        assert len(confirmed.toxics) == len(fault.toxics())
        assert observe() == (opening, answer)
    assert observe() == ("open", "data")


def test_replies_are_truncated(link, proxy, read):
    one = proxy.connect()
    with link.applied(Truncation(bytes=10)):
        one.sendall(b"0123456789abcdef")
        assert read(one, 16) == b"0123456789"


def test_closes_are_late(link, proxy, read, timed):
    one = proxy.connect()
    one.sendall(b"x")
    assert read(one, 1) == b"x"
    with link.applied(SlowClose(delay=0.4)):
        proxy.upstream.connections[-1].shutdown(2)
        with timed(0.35, 1.0):
            assert one.recv(1) == b""


def test_half_open_connections_stay_until_it_heals(link, proxy, read):
    one = proxy.connect()
    one.sendall(b"x")
    assert read(one, 1) == b"x"
    one.settimeout(0.4)
    with link.applied(HalfOpen()):
        proxy.upstream.connections[-1].shutdown(2)
        with pytest.raises(TimeoutError):
            one.recv(1)
    one.settimeout(5)
    assert one.recv(1) == b""


def test_a_flapping_link_comes_and_goes_and_heals(link, proxy, read):
    one = proxy.connect()
    with link.applied(Flapping(down=0.2, up=0.2, seed=1)):
        for rank in range(20):
            one.sendall(b"%02d" % rank)
            time.sleep(0.05)
        changes = link._runners[Flapping(down=0.2, up=0.2, seed=1)].changes
        kinds = [fault is not None for _, fault in changes]
        assert kinds[:4] == [True, False, True, False][: len(kinds)]
        assert len(kinds) >= 2
    assert read(one, 40) == b"".join(b"%02d" % rank for rank in range(20))
    assert link.client.proxy(proxy.name).toxics == ()


def test_a_brown_out_is_slow_refuses_at_times_and_heals(link, proxy, read, timed):
    with link.applied(BrownOut(latency=0.04, rate=100, share=0.5, seed=2)):
        results = set()
        deadline = time.monotonic() + 8
        while results != {"open", "refused"} and time.monotonic() < deadline:
            try:
                proxy.connect()
                results.add("open")
            except ConnectionRefusedError:
                results.add("refused")
            time.sleep(0.05)
        assert results == {"open", "refused"}
    state = link.client.proxy(proxy.name)
    assert (state.enabled, state.toxics) == (True, ())


def test_a_failed_stage_is_raised_when_the_fault_is_healed(link, proxy):
    fault = Flapping(down=0.2, up=0.2)
    link.apply(fault)
    link.client.delete(proxy.name)
    with pytest.raises(FaultError):
        link.heal(fault)
