"""The client: confirmations and errors."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from epreuve.faults.errors import (
    FaultError,
    NotConfirmed,
    ToxicInvalid,
    ToxiproxyRefused,
    ToxiproxyUnreachable,
)
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy


@pytest.fixture
def client(embedded):
    return Toxiproxy(embedded.url)


@pytest.fixture
def name(client, echoes, request):
    made = f"c-{request.node.name[:40]}"
    client.create(made, "127.0.0.1:0", echoes.address)
    yield made
    client.delete(made)


@pytest.mark.process
def test_importing_it_is_cheap():
    code = (
        "import sys, epreuve.faults.registry;"
        "from epreuve.faults.toxiproxy import client, engine, link;"
        "epreuve.faults.registry.fault_kinds();"
        "sys.exit(bool({'requests', 'toxiproxy', 'asyncio', 'uvloop'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_proxy_is_created_changed_and_deleted(client, echoes):
    made = client.create("birth", "127.0.0.1:0", echoes.address, enabled=False)
    assert (made.name, made.listen, made.enabled) == ("birth", "127.0.0.1:0", False)
    made = client.set_enabled("birth", True)
    assert made.address[0] == "127.0.0.1"
    assert made.address[1] > 0
    assert client.set_upstream("birth", "127.0.0.1:1").upstream == "127.0.0.1:1"
    assert client.proxies()["birth"] == client.proxy("birth")
    client.delete("birth")
    client.delete("birth")
    assert "birth" not in client.proxies()


def test_a_toxic_is_added_changed_and_removed(client, name):
    state = client.add_toxic(name, Toxic("late", "latency", "upstream", {"latency": 20}))
    assert state.attributes == {"latency": 20, "jitter": 0}
    assert (state.stream, state.toxicity) == ("upstream", 1.0)
    assert client.update_toxic(name, "late", {"jitter": 5}).attributes == {
        "latency": 20,
        "jitter": 5,
    }
    assert client.proxy(name).toxics[0].name == "late"
    client.remove_toxic(name, "late")
    client.remove_toxic(name, "late")
    client.remove_toxic("no-such-proxy", "late")
    assert client.proxy(name).toxics == ()


def test_counters_and_heartbeat(client, name):
    counters = client.counters()
    assert counters[name].opened == 0
    client.heartbeat()


def test_two_clients_use_two_servers(client, name, start_embedded):
    _, control = start_embedded()
    other = Toxiproxy(control.url)
    assert other.proxies() == {}
    assert name in client.proxies()


def test_names_that_the_server_refuses(client, name):
    with pytest.raises(ToxiproxyRefused, match="proxy already exists") as caught:
        client.create(name, "127.0.0.1:0", "127.0.0.1:1")
    assert (caught.value.status, caught.value.response) == (409, "proxy already exists")
    with pytest.raises(ToxiproxyRefused) as caught:
        client.create("never", "127.0.0.1", "127.0.0.1:1")
    assert caught.value.status == 500
    with pytest.raises(ToxiproxyRefused) as caught:
        client.set_enabled("absent", True)
    assert caught.value.status == 404
    with pytest.raises(ToxiproxyRefused):
        client.update_toxic(name, "ghost", {"latency": 1})
    with pytest.raises(ToxiproxyRefused):
        client.proxy("absent")


@pytest.mark.parametrize(
    ("type_", "attributes", "remedy"),
    [
        ("bandwidth", {"rate": -1}, "whole number, 0 or more"),
        ("latency", {"latency": 1.5}, "whole number"),
        ("latency", {"latency": True}, "whole number"),
        ("latency", {"latency": 10, "jitter": 11}, "at most the latency, 10"),
        ("latency", {"latency": 10**9}, "at most"),
        ("latency", {"latnecy": 1}, "did you mean 'latency'"),
        ("slicer", {}, "average_size is 0"),
        ("slicer", {"average_size": 5, "size_variation": 5}, "size_variation"),
        ("gremlin", {}, "use one of bandwidth, latency"),
    ],
)
def test_toxics_refused_before_sending(client, name, type_, attributes, remedy):
    with pytest.raises(ToxicInvalid, match=remedy):
        client.add_toxic(name, Toxic("bad", type_, "upstream", attributes))
    assert client.proxy(name).toxics == ()


def test_bad_names_and_streams(client, name):
    with pytest.raises(ToxicInvalid, match="'/'"):
        client.add_toxic(name, Toxic("a/b", "noop", "upstream", {}))
    with pytest.raises(ToxicInvalid, match="stream is 'up'"):
        client.add_toxic(name, Toxic("a", "noop", "up", {}))
    with pytest.raises(ToxicInvalid, match="proxy 'a/b'"):
        client.set_enabled("a/b", True)
    with pytest.raises(ToxiproxyUnreachable, match="not the address"):
        Toxiproxy("ftp://127.0.0.1")


@pytest.fixture
def fake():
    """Starts servers with fixed responses: path -> (status, body)."""
    servers = []

    def start(answers):
        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                key = f"{self.command} {self.path}"
                answer = answers.get(key, (404, "404 page not found\n"))
                status, body = answer() if callable(answer) else answer
                data = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return Toxiproxy(f"127.0.0.1:{server.server_port}", timeout=0.4, patience=0.0)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def proxy(**fields):
    known = {"name": "a", "listen": "127.0.0.1:1", "upstream": "u:1", "enabled": True, "toxics": []}
    return {**known, **fields}


HTML = "<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>"


def test_no_server_answers():
    with pytest.raises(
        ToxiproxyUnreachable,
        match=r"did not respond within|refuses connections|closed the connection",
    ):
        Toxiproxy("http://127.0.0.1:1").version()


def test_silence_is_bounded(fake):
    release = threading.Event()
    client = fake({"GET /version": lambda: (release.wait(5), (200, "{}"))[1]})
    with pytest.raises(ToxiproxyUnreachable, match=r"did not respond within 0\.4 s"):
        client.version()
    release.set()


@pytest.mark.parametrize("body", ["hello", '"hello"', "{}", "[]"])
def test_a_server_that_is_not_a_toxiproxy(fake, body):
    with pytest.raises(ToxiproxyUnreachable):
        fake({"GET /version": (200, body)}).version()


@pytest.mark.parametrize("body", [{"a": {}}, {"a": 5}, [], "x"])
def test_proxies_that_cannot_be_read(fake, body):
    with pytest.raises(ToxiproxyUnreachable):
        fake({"GET /proxies": (200, body)}).proxies()


def test_a_503_with_a_later_effect_is_a_success(fake):
    states = iter([True, True, False])
    client = fake(
        {
            "POST /proxies/a": (503, HTML),
            "GET /proxies": lambda: (200, {"a": proxy(enabled=next(states))}),
        }
    )
    assert client.set_enabled("a", False).enabled is False


def test_a_503_without_effect_is_an_error(fake):
    client = fake({"POST /proxies/a": (503, HTML), "GET /proxies": (200, {"a": proxy()})})
    with pytest.raises(ToxiproxyRefused, match="503") as caught:
        client.set_enabled("a", False)
    assert caught.value.status == 503


def test_an_acknowledged_write_without_effect_is_an_error(fake):
    client = fake({"POST /proxies/a": (200, proxy()), "GET /proxies": (200, {"a": proxy()})})
    with pytest.raises(NotConfirmed, match="enabled: False"):
        client.set_enabled("a", False)


def test_a_delete_without_effect_is_an_error(fake):
    client = fake({"DELETE /proxies/a": (204, ""), "GET /proxies": (200, {"a": proxy()})})
    with pytest.raises(NotConfirmed, match="deleted"):
        client.delete("a")


def test_a_real_toxiproxy_has_no_counters_and_no_lease(fake):
    client = fake({"GET /proxies": (200, {})})
    assert client.counters() is None
    client.heartbeat()


def test_the_http_proxy_of_the_environment_is_not_used(client, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert client.version()


def test_all_errors_have_one_base_class():
    for error in (NotConfirmed, ToxicInvalid, ToxiproxyRefused, ToxiproxyUnreachable):
        assert issubclass(error, FaultError)
