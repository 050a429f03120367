"""Routes, statuses, headers and error shape of the control API."""

import pytest


def test_version_is_json(server):
    answer = server.call("GET", "/version")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json;charset=utf-8"
    assert answer.text.startswith('{"version": "')
    assert answer.text.endswith('"}\n')


def test_matched_routes_carry_a_request_id(server):
    assert len(server.call("GET", "/version").headers["x-toxiproxy-request-id"]) == 20
    assert "x-toxiproxy-request-id" not in server.call("GET", "/nothing").headers


def test_browsers_are_refused_on_matched_routes_only(server):
    answer = server.call("GET", "/proxies", User_Agent="Mozilla/5.0")
    assert (answer.status, answer.text) == (403, "User agent not allowed\n")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert server.call("GET", "/proxies", User_Agent="mozilla/5.0").status == 200
    assert server.call("GET", "/nothing", User_Agent="Mozilla/5.0").status == 404


@pytest.mark.parametrize("path", ["/nothing", "/proxies/", "/proxies/a/b/c/d", "/"])
def test_unknown_paths(server, path):
    answer = server.call("GET", path)
    assert (answer.status, answer.text) == (404, "404 page not found\n")


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/proxies"), ("OPTIONS", "/proxies"), ("HEAD", "/proxies"), ("GET", "/reset")],
)
def test_wrong_methods_are_405_without_a_body(server, method, path):
    answer = server.call(method, path)
    assert (answer.status, answer.text) == (405, "")
    assert "allow" not in answer.headers


def test_unclean_paths_are_redirected(server):
    answer = server.call("GET", "//proxies")
    assert (answer.status, answer.headers["location"]) == (301, "/proxies")


def test_errors_are_json_with_the_content_type_text(server):
    answer = server.call("GET", "/proxies/absent")
    server.refuses(answer, 404)
    assert answer.text.endswith("}\n")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "body", ["", '{"name":', "nonsense", "[]", '{"name":5}', "{}", '{"name":"a"}']
)
def test_bodies_that_describe_no_proxy(server, body):
    server.refuses(server.call("POST", "/proxies", body), 400)


def test_a_proxy_as_json(server, proxy):
    answer = server.call("GET", proxy.path)
    assert answer.headers["content-type"] == "application/json"
    document = answer.json
    assert document.pop("Logger", {}) == {}
    assert ("Logger" in answer.json) == server.differs("Logger")
    assert list(document) == ["name", "listen", "upstream", "enabled", "toxics"]
    assert document == {
        "name": proxy.name,
        "listen": f"127.0.0.1:{proxy.address[1]}",
        "upstream": proxy.upstream.address,
        "enabled": True,
        "toxics": [],
    }
    assert server.call("GET", "/proxies").json[proxy.name] == answer.json


def test_keys_match_in_any_case_and_only_the_first_value_counts(server, echoes):
    body = '{"NAME":"case","Listen":"127.0.0.1:0","UPSTREAM":"%s","foo":1} {"name":"no"}'
    answer = server.call("POST", "/proxies", body % echoes.address)
    assert answer.status == 201
    assert server.call("DELETE", "/proxies/case").status == 204
    assert server.call("DELETE", "/proxies/case").status == 404


def test_names_are_unique(server, proxy):
    document = {"name": proxy.name, "listen": "127.0.0.1:0", "upstream": "127.0.0.1:9"}
    server.refuses(server.call("POST", "/proxies", document), 409)


@pytest.mark.parametrize(
    "document",
    [
        {"stream": "sideways", "type": "latency"},
        {"type": "gremlin"},
        {},
        {"type": "latency", "attributes": {"latency": "x"}},
        {"type": "latency", "attributes": {"latency": 1.5}},
        {"type": "latency", "attributes": 5},
        {"type": "latency", "toxicity": "x"},
    ],
)
def test_toxics_that_are_refused(server, proxy, document):
    server.refuses(proxy.call("POST", "/toxics", document), 400)
    assert proxy.call("GET", "/toxics").json == []


def test_toxic_defaults(server, proxy):
    made = proxy.toxic("latency", {})
    assert made == {
        "attributes": {"latency": 0, "jitter": 0},
        "name": "latency_downstream",
        "type": "latency",
        "stream": "downstream",
        "toxicity": 1,
    }
    assert list(made) == ["attributes", "name", "type", "stream", "toxicity"]


def test_the_stream_is_echoed_as_sent(server, proxy):
    made = proxy.toxic("noop", {}, stream="UpStream")
    assert (made["stream"], made["name"]) == ("UpStream", "noop_UpStream")


def test_toxic_names_are_unique_over_both_streams(server, proxy):
    proxy.toxic("noop", {}, name="one")
    again = {"type": "latency", "stream": "upstream", "name": "one"}
    server.refuses(proxy.call("POST", "/toxics", again), 409)


def test_toxics_are_listed_upstream_first_in_chain_order(server, proxy):
    for name, stream in (("c", "downstream"), ("b", "upstream"), ("a", "upstream")):
        proxy.toxic("noop", {}, name=name, stream=stream)
    assert [toxic["name"] for toxic in proxy.call("GET", "/toxics").json] == ["b", "a", "c"]
    assert [toxic["name"] for toxic in proxy.call("GET").json["toxics"]] == ["b", "a", "c"]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_toxic_updates_merge_and_keep_identity(server, proxy, method):
    proxy.toxic("latency", {"latency": 10, "jitter": 3})
    update = {"name": "x", "type": "noop", "stream": "upstream", "attributes": {"latency": 20}}
    answer = proxy.call(method, "/toxics/latency_downstream", {**update, "toxicity": 0.5})
    assert answer.status == 200
    assert answer.json == {
        "attributes": {"latency": 20, "jitter": 3},
        "name": "latency_downstream",
        "type": "latency",
        "stream": "downstream",
        "toxicity": 0.5,
    }
    assert proxy.call("GET", "/toxics/latency_downstream").json == answer.json


def test_missing_toxics(server, proxy):
    for method in ("GET", "POST", "DELETE"):
        server.refuses(proxy.call(method, "/toxics/ghost", {}), 404)
    server.refuses(server.call("POST", "/proxies/absent/toxics", {}), 404)


def test_toxicity_is_not_bounded(server, proxy):
    assert proxy.toxic("noop", {}, toxicity=7)["toxicity"] == 7


@pytest.mark.parametrize(
    ("type_", "attributes"),
    [
        ("bandwidth", {"rate": -1}),
        ("slicer", {}),
        ("slicer", {"average_size": 3, "size_variation": 3}),
    ],
)
def test_attributes_that_crash(server, proxy, type_, attributes):
    document = {"type": type_, "attributes": attributes}
    answer = proxy.call("POST", "/toxics", document)
    if server.differs("attributes that crash are accepted"):
        assert answer.status == 200  # And no byte is sent through it here.
    else:
        server.refuses(answer, 400)


def test_metrics_are_off_by_default(server):
    assert server.call("GET", "/metrics").status == 404


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.2:1", "[::1]", "[::1]:1"])
def test_names_of_the_loopback(server, host):
    assert server.call("GET", "/version", Host=host).status == 200


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:80", "192.0.2.1", "::1"])
def test_other_hosts(server, host):
    answer = server.call("GET", "/version", Host=host)
    wanted = 200 if server.differs("hosts other than the loopback are served") else 403
    assert answer.status == wanted
