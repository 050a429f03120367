"""The `/opening` route of the embedded server: how new connections are opened."""

import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.link import Link


@pytest.fixture
def client(embedded):
    return Toxiproxy(embedded.url)


def set_opening(control, proxy, mode):
    document = {"mode": mode}
    path = f"/epreuve/proxies/{proxy.name}/opening"
    answer = control.call("POST", path, document)
    assert (answer.status, answer.json) == (200, document)
    assert control.call("GET", path).json == document


@pytest.fixture
def proxy(embedded, make_proxy, echoes):
    made = make_proxy(embedded, echoes.address)
    made.upstream = echoes
    return made


def talk(one, read):
    one.sendall(b"word")
    return read(one, 4) == b"word"


def test_new_connections_do_not_open_and_old_ones_go_on(proxy, embedded, read, attempt):
    old = proxy.connect()
    assert talk(old, read)
    set_opening(embedded, proxy, "silence")
    for _ in range(3):
        assert attempt(proxy.address, b"x", 0.4).opening == "silence"
    assert talk(old, read)
    set_opening(embedded, proxy, "normal")
    assert talk(proxy.connect(), read)
    assert talk(old, read)


def test_a_syn_without_an_answer_is_answered_after(proxy, embedded, read, timed):
    set_opening(embedded, proxy, "silence")
    one = socket.socket()
    one.setblocking(False)
    one.connect_ex(proxy.address)
    time.sleep(0.3)
    set_opening(embedded, proxy, "normal")
    one.settimeout(10)
    proxy.sockets.append(one)
    with timed(0.0, 4.0):  # The kernel sends its SYN again after a second.
        while one.connect_ex(proxy.address) not in (0, 106):
            time.sleep(0.05)
        assert talk(one, read)


@pytest.mark.parametrize("how", ["reset", "lease"])
def test_openings_are_healed(start_embedded, make_proxy, echoes, read, how):
    options = ["--lease", "0.6"] if how == "lease" else []
    _, control = start_embedded(*options)
    proxy = make_proxy(control, echoes.address)
    set_opening(control, proxy, "silence")
    if how == "reset":
        assert control.call("POST", "/reset").status == 204
    else:
        time.sleep(1.2)
    assert talk(proxy.connect(), read)


def test_a_disabled_proxy_keeps_its_opening_for_later(proxy, embedded, client, read, attempt):
    client.set_enabled(proxy.name, False)
    set_opening(embedded, proxy, "silence")
    client.set_enabled(proxy.name, True)
    assert attempt(proxy.address, b"x", 0.4).opening == "silence"
    client.set_enabled(proxy.name, False)
    set_opening(embedded, proxy, "normal")
    client.set_enabled(proxy.name, True)
    assert talk(proxy.connect(), read)


@pytest.mark.parametrize(
    "document",
    [
        {"mode": "gone"},
        {"mode": "delay"},
        {"mode": 3},
        [],
    ],
)
def test_openings_that_cannot_be_are_refused(proxy, embedded, document):
    path = f"/epreuve/proxies/{proxy.name}/opening"
    assert embedded.call("POST", path, document).status == 400
    assert embedded.call("GET", path).json == {"mode": "normal"}


def test_a_power_loss_leaves_new_connections_without_an_answer(proxy, client, read, attempt):
    link = Link(client, proxy.name)
    with link.applied(PowerLoss(stage="dark")):
        assert attempt(proxy.address, patience=0.4).opening == "silence"
    assert talk(proxy.connect(), read)


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["silence", "normal"])
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["mode", "other"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(DOCUMENTS)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_body_breaks_the_route(proxy, embedded, document):
    answer = embedded.call("POST", f"/epreuve/proxies/{proxy.name}/opening", document)
    assert answer.status in (200, 400), answer.text
    assert proxy.call("GET").json["listen"].endswith(str(proxy.address[1]))
