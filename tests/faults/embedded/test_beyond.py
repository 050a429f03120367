"""What only the embedded server can do to a connection: how it opens, how it ends, and when."""

import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epreuve.faults.beyond import Beyond, Change
from epreuve.faults.errors import EngineUnusable, ToxiproxyRefused
from epreuve.faults.link import Link
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.sighting import sight
from epreuve.faults.toxiproxy import Toxic, Toxiproxy


@pytest.fixture
def client(embedded):
    return Toxiproxy(embedded.url)


@pytest.fixture
def beyond(client):
    return Beyond(client)


@pytest.fixture
def proxy(embedded, make_proxy, echoes):
    made = make_proxy(embedded, echoes.address)
    made.upstream = echoes
    return made


def talk(one, read):
    one.sendall(b"word")
    return read(one, 4) == b"word"


def test_a_plain_toxiproxy_is_not_asked(real_toxiproxy, tmp_path):
    from epreuve.faults.launch import launch_real

    launched = launch_real(str(real_toxiproxy / "toxiproxy-server"), tmp_path / "log", print)
    try:
        with pytest.raises(EngineUnusable, match="not the embedded server"):
            Beyond(Toxiproxy(launched.url))
    finally:
        launched.close()


@pytest.mark.parametrize(("mode", "seen"), [("refuse", "refused"), ("silence", "silence")])
def test_new_connections_do_not_open_and_old_ones_go_on(proxy, beyond, read, mode, seen):
    old = proxy.connect()
    assert talk(old, read)
    beyond.set_opening(proxy.name, mode)
    for _ in range(3):
        assert sight(proxy.address, b"x", 0.4).opening == seen
    assert talk(old, read)
    assert beyond.opening(proxy.name) == mode
    beyond.set_opening(proxy.name, "normal")
    assert talk(proxy.connect(), read)
    assert talk(old, read)


def test_a_syn_without_an_answer_is_answered_after(proxy, beyond, read, timed):
    beyond.set_opening(proxy.name, "silence")
    one = socket.socket()
    one.setblocking(False)
    one.connect_ex(proxy.address)
    time.sleep(0.3)
    beyond.set_opening(proxy.name, "normal")
    one.settimeout(10)
    proxy.sockets.append(one)
    with timed(0.0, 4.0):  # The kernel sends its SYN again after a second.
        while one.connect_ex(proxy.address) not in (0, 106):
            time.sleep(0.05)
        assert talk(one, read)


def test_new_connections_are_late(proxy, beyond, read, timed):
    old = proxy.connect()
    assert talk(old, read)
    beyond.set_opening(proxy.name, "delay", 400)
    with timed(0.4, 0.7):
        assert talk(proxy.connect(), read)
    with timed(0.0, 0.3):
        assert talk(old, read)


@pytest.mark.parametrize("how", ["reset", "lease"])
def test_openings_are_healed(start_embedded, make_proxy, echoes, read, how):
    options = ["--lease", "0.6"] if how == "lease" else []
    _, control = start_embedded(*options)
    proxy = make_proxy(control, echoes.address)
    Beyond(Toxiproxy(control.url)).set_opening(proxy.name, "silence")
    if how == "reset":
        assert control.call("POST", "/reset").status == 204
    else:
        time.sleep(1.2)
    assert talk(proxy.connect(), read)


def test_a_disabled_proxy_keeps_its_opening_for_later(proxy, beyond, client, read):
    client.set_enabled(proxy.name, False)
    beyond.set_opening(proxy.name, "refuse")
    client.set_enabled(proxy.name, True)
    assert sight(proxy.address).opening == "refused"
    client.set_enabled(proxy.name, False)
    beyond.set_opening(proxy.name, "normal")
    client.set_enabled(proxy.name, True)
    assert talk(proxy.connect(), read)


@pytest.mark.parametrize(
    "document",
    [
        {"mode": "gone"},
        {"mode": "delay"},
        {"mode": "refuse", "delay": 3},
        {"mode": "delay", "delay": -1},
        {"mode": 3},
        [],
    ],
)
def test_openings_that_cannot_be_are_refused(proxy, embedded, document):
    path = f"/epreuve/proxies/{proxy.name}/opening"
    assert embedded.call("POST", path, document).status == 400
    assert embedded.call("GET", path).json == {"mode": "normal", "delay": 0}


def test_a_reset_on_demand(proxy, beyond, read):
    ones = [proxy.connect() for _ in range(3)]
    assert all(talk(one, read) for one in ones)
    assert beyond.reset(proxy.name) == 3
    for one in ones:
        with pytest.raises(ConnectionResetError):
            one.recv(1)
    assert talk(proxy.connect(), read)


@pytest.mark.parametrize("gone", ["client", "upstream"])
def test_one_side_goes_and_the_other_is_not_told(proxy, beyond, read, gone):
    one = proxy.connect()
    assert talk(one, read)
    other = proxy.upstream.connections[-1]
    lost, left = (one, other) if gone == "client" else (other, one)
    assert beyond.half_open(proxy.name, gone) == 1
    if gone == "client":
        with pytest.raises(ConnectionResetError):
            lost.recv(1)
    one.settimeout(0.4)
    if left is one:
        one.sendall(b"into nothing")
        with pytest.raises(TimeoutError):
            one.recv(1)
    else:
        assert left.getpeername()  # Still joined, as far as it knows.
    proxy.call("POST", "", {"enabled": False})
    assert proxy.call("GET").json["enabled"] is False


def test_a_ramp_climbs_and_arrives(proxy, beyond, client):
    client.add_toxic(proxy.name, Toxic("t", "latency", "upstream", {"latency": 0}))
    beyond.ramp(proxy.name, "t", {"latency": 100}, 0.8)
    seen = []
    deadline = time.monotonic() + 10
    while (not seen or seen[-1] < 100) and time.monotonic() < deadline:
        seen.append(client.proxy(proxy.name).toxics[0].attributes["latency"])
        time.sleep(0.05)
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert any(0 < value < 100 for value in seen)


def test_a_ramp_gives_way(proxy, beyond, client):
    client.add_toxic(proxy.name, Toxic("t", "latency", "upstream", {"latency": 0}))
    beyond.ramp(proxy.name, "t", {"latency": 1000}, 5)
    client.update_toxic(proxy.name, "t", {"latency": 7})
    time.sleep(0.4)
    assert client.proxy(proxy.name).toxics[0].attributes["latency"] == 7
    beyond.ramp(proxy.name, "t", {"latency": 1000}, 5)
    client.remove_toxic(proxy.name, "t")
    time.sleep(0.3)
    assert client.proxy(proxy.name).toxics == ()
    with pytest.raises(ToxiproxyRefused, match="toxic not found"):
        beyond.ramp(proxy.name, "t", {"latency": 1}, 1)


def test_a_batch_changes_everything_at_one_instant(embedded, make_proxy, echoes, beyond, client):
    proxies = [make_proxy(embedded, echoes.address) for _ in range(3)]
    names = [proxy.name for proxy in proxies]
    old = proxies[2].connect()
    old.sendall(b"x")
    assert old.recv(1) == b"x"
    client.add_toxic(names[0], Toxic("t", "noop", "upstream", {}))
    again = Toxic("t", "latency", "upstream", {"latency": 5})
    moment = beyond.batch(
        [
            Change(names[0], remove=("t",), add=(again,)),
            Change(names[1], opening="refuse"),
            Change(names[2], reset=True, enabled=False),
        ]
    )
    assert abs(moment - time.time()) < 5
    assert client.proxy(names[0]).toxics[0].type == "latency"
    assert sight(proxies[1].address).opening == sight(proxies[2].address).opening == "refused"
    with pytest.raises(ConnectionResetError):
        old.recv(1)


@pytest.mark.parametrize(
    "bad",
    [
        {"proxy": "nobody"},
        {"remove": ["nobody"]},
        {"add": [{"type": "gremlin"}]},
        {"add": [{"type": "noop"}, {"type": "noop"}]},
        {"opening": {"mode": "gone"}},
        {"remove": "t"},
    ],
)
def test_a_batch_with_one_mistake_changes_nothing(proxy, embedded, bad):
    good = {"proxy": proxy.name, "add": [{"type": "noop", "name": "good"}]}
    other = {"proxy": proxy.name, **bad}
    for document in ([good, other], {"proxy": proxy.name}):
        assert embedded.call("POST", "/epreuve/batch", document).status in (400, 404, 409)
    assert proxy.call("GET", "/toxics").json == []


def test_a_power_loss_leaves_new_connections_without_an_answer(proxy, client, read):
    link = Link(client, proxy.name)
    with link.suffering(PowerLoss("dark")):
        assert sight(proxy.address, patience=0.4).opening == "silence"
    assert talk(proxy.connect(), read)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["silence", "client", "t"]),
)
FIELDS = st.sampled_from(
    ["mode", "delay", "gone", "attributes", "latency", "seconds", "proxy", "add", "remove", "type"]
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=8,
)
ROUTES = ["proxies/{}/opening", "proxies/{}/half-open", "proxies/{}/toxics/t/ramp", "batch"]


@given(st.sampled_from(ROUTES), DOCUMENTS)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_body_hurts_our_routes(proxy, embedded, route, document):
    path = "/epreuve/" + route.format(proxy.name)
    if proxy.call("GET", "/toxics/t").status == 404:
        proxy.toxic("latency", {"latency": 1}, name="t")
    answer = embedded.call("POST", path, document)
    assert answer.status in (200, 400, 404, 409), answer.text
    assert proxy.call("GET").json["listen"].endswith(str(proxy.address[1]))
