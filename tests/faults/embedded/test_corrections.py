"""Corrections of the embedded server with respect to Toxiproxy."""

import contextlib
import socket
import threading
import time
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def test_a_proxy_is_created_with_its_toxics_or_not_at_all(embedded, make_proxy, echoes):
    toxics = [{"type": "latency", "attributes": {"latency": 5}}, {"type": "noop"}]
    made = make_proxy(embedded, echoes.address, toxics=toxics)
    names = [toxic["name"] for toxic in made.call("GET", "/toxics").json]
    assert names == ["latency_downstream", "noop_downstream"]
    name = "no" + uuid.uuid4().hex[:8]
    document = {"name": name, "upstream": "a:1", "toxics": [*toxics, {"type": "gremlin"}]}
    assert embedded.call("POST", "/proxies", document).status == 400
    assert embedded.call("GET", f"/proxies/{name}").status == 404


def test_a_refused_update_changes_nothing(embedded, make_proxy, echoes):
    made = make_proxy(embedded, echoes.address)
    made.toxic("latency", {"latency": 5})
    path = "/toxics/latency_downstream"
    refused = made.call("POST", path, {"attributes": {"latency": 9, "jitter": "x"}})
    assert refused.status == 400
    assert made.call("GET", path).json["attributes"]["latency"] == 5


@pytest.mark.parametrize("to", ["a:99999", "a:http", "x" * 300 + ":1", ":1", "[::1]:1", "a b:1"])
def test_impossible_upstreams_are_empty_replies(embedded, make_proxy, to):
    assert make_proxy(embedded, to).connect().recv(1) == b""


@pytest.fixture
def silent_upstream():
    """A listener whose queue is full: new connections get no response."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        time.sleep(0.1)
        yield f"127.0.0.1:{address[1]}"
        for filler in fillers:
            filler.close()


def test_an_upstream_that_does_not_answer_blocks_no_other(
    embedded, make_proxy, silent_upstream, echoes, read, timed
):
    made = make_proxy(embedded, silent_upstream)
    waiting = [made.connect() for _ in range(5)]
    with timed(0, 1):
        assert made.call("GET").json["enabled"] is True
        made.toxic("noop", {})
        assert made.call("POST", "", {"upstream": echoes.address}).status == 200
        one = made.connect()
        one.sendall(b"x")
        assert read(one, 1) == b"x"
    for client in waiting:
        assert client.recv(1) == b""


def test_a_peer_that_does_not_read_blocks_no_call(embedded, make_proxy, echoes, timed):
    made = make_proxy(embedded, echoes.address)
    made.toxic("bandwidth", {"rate": 0})
    one = made.connect()
    one.settimeout(0.3)
    with pytest.raises(TimeoutError):
        one.sendall(b"x" * 32 * 1024 * 1024)
    with timed(0, 1):
        assert made.call("DELETE", "/toxics/bandwidth_downstream").status == 204
        assert made.call("POST", "", {"enabled": False}).status == 200


def test_toxicity_zero_of_reset_peer_leaves_ordinary_closes_alone(
    embedded, make_proxy, upstream, read
):
    made = make_proxy(embedded, upstream(lambda one: one.sendall(b"bye")).address)
    made.toxic("reset_peer", {"timeout": 0}, toxicity=0)
    one = made.connect()
    assert read(one, 10) == b"bye"


def test_disabling_under_reset_peer_resets(embedded, make_proxy, echoes, read):
    made = make_proxy(embedded, echoes.address)
    one = made.connect()
    one.sendall(b"x")
    read(one, 1)
    made.toxic("reset_peer", {"timeout": 0})
    made.call("POST", "", {"enabled": False})
    with pytest.raises(ConnectionResetError):
        one.recv(1)


def fates(control, make_proxy, echoes) -> list[bool]:
    made = make_proxy(control, echoes.address)
    made.call("DELETE")
    made = control.call(
        "POST", "/proxies", {"name": "dice", "listen": "127.0.0.1:0", "upstream": echoes.address}
    ).json
    toxic = {"type": "limit_data", "attributes": {"bytes": 0}, "toxicity": 0.5}
    control.call("POST", "/proxies/dice/toxics", toxic)
    host, _, port = made["listen"].rpartition(":")
    results = []
    for _ in range(20):
        with socket.create_connection((host, int(port)), timeout=5) as one:
            one.sendall(b"x")
            results.append(one.recv(1) == b"x")
    return results


def test_the_seed_decides(start_embedded, make_proxy, echoes):
    drawn = []
    for seed in ("42", "42", "43"):
        _, control = start_embedded("--seed", seed)
        drawn.append(fates(control, make_proxy, echoes))
    assert drawn[0] == drawn[1] != drawn[2]
    assert {True, False} == set(drawn[0])


integers = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    type_=st.sampled_from(
        ["latency", "bandwidth", "timeout", "slow_close", "reset_peer", "slicer", "limit_data"]
    ),
    numbers=st.lists(integers, min_size=3, max_size=3),
    toxicity=st.sampled_from([-1, 0, 0.5, 1, 7]),
)
def test_no_attribute_crashes_the_server(embedded, make_proxy, echoes, type_, numbers, toxicity):
    fields = {
        "latency": ("latency", "jitter"),
        "bandwidth": ("rate",),
        "slicer": ("average_size", "size_variation", "delay"),
        "limit_data": ("bytes",),
        "slow_close": ("delay",),
    }.get(type_, ("timeout",))
    made = make_proxy(embedded, echoes.address)
    attributes = dict(zip(fields, numbers, strict=False))
    document = {"type": type_, "attributes": attributes, "toxicity": toxicity}
    answer = made.call("POST", "/toxics", document)
    assert answer.status in (200, 400), answer.text
    one = made.connect()
    one.sendall(b"x" * 100)
    one.settimeout(0.01)
    with contextlib.suppress(TimeoutError, ConnectionResetError):
        one.recv(100)
    made.call("PATCH", f"/toxics/{type_}_downstream", {"attributes": {fields[0]: 1}})
    assert made.call("DELETE").status == 204
    assert embedded.call("GET", "/version").status == 200


@pytest.mark.parametrize("body", ["[" * 100_000, '{"name":' + "9" * 5000 + "}", '{"name":NaN}'])
def test_hostile_json_is_a_bad_request(embedded, body):
    answer = embedded.call("POST", "/proxies", body)
    assert answer.status == 400
    assert answer.json["error"].startswith("bad request body: ")


def raw(control, data: bytes) -> bytes:
    with socket.create_connection((control.host, control.port), timeout=5) as one:
        one.sendall(data)
        got = b""
        while more := one.recv(65536):
            got += more
        return got


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST /reset HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /reset HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_a_request_that_is_not_http_is_a_bad_request(embedded, request_):
    assert raw(embedded, request_).startswith(b"HTTP/1.1 400 ")


def test_chunked_bodies_and_old_http(embedded):
    head = b"POST /populate HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = raw(embedded, head + b"1\r\n[\r\n1\r\n]\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert answer.endswith(b'{"proxies":null}')


def test_huge_bodies_are_refused(embedded):
    head = b"POST /reset HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n"
    assert raw(embedded, head).startswith(b"HTTP/1.1 413 ")


def test_nothing_leaks(embedded, make_proxy, echoes, read):
    made = make_proxy(embedded, echoes.address)
    made.toxic("latency", {"latency": 20})
    made.toxic("slicer", {"average_size": 10, "size_variation": 2})

    def talk() -> None:
        for _ in range(10):
            with made.connect() as one:
                one.sendall(b"x" * 100)
                assert read(one, 100) == b"x" * 100

    threads = [threading.Thread(target=talk) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deadline = time.monotonic() + 5
    counters = {"open": 1}
    while counters["open"] and time.monotonic() < deadline:
        counters = embedded.call("GET", "/epreuve/counters").json["proxies"][made.name]
    assert counters == {
        "opened": 50,
        "open": 0,
        "undialled": 0,
        "forgotten": 0,
        "turned_away": 0,
        "upstream": {"received": 5000, "sent": 5000, "sign_ins": 0},
        "downstream": {"received": 5000, "sent": 5000, "sign_ins": 0},
    }
