"""Control requests without a response in time: sent again, and kept as evidence."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from epreuve.faults.errors import ToxiproxyLate
from epreuve.faults.toxiproxy.client import Toxiproxy

PROXY = {"name": "a", "listen": "127.0.0.1:1", "upstream": "u:1", "toxics": []}


class Busy:
    """A server that leaves the first `silent` requests of a method without a response."""

    def __init__(self, silent: dict[str, int]) -> None:
        self.requests: list[str] = []
        self.enabled = True
        busy, self._over = self, threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                busy.requests.append(f"{self.command} {self.path}")
                if busy.requests.count(busy.requests[-1]) <= silent.get(self.command, 0):
                    busy._over.wait(10)
                    return
                if self.command == "POST":
                    busy.enabled = json.loads(body).get("enabled", True)
                document = {
                    "/version": {"version": "2"},
                    "/proxies": {"a": {**PROXY, "enabled": busy.enabled}},
                    "/epreuve/counters": {},
                }.get(self.path, {})
                data = json.dumps(document).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.address = f"127.0.0.1:{self.server.server_port}"

    def close(self):
        self._over.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def busy():
    servers = []

    def start(**silent):
        servers.append(Busy(silent))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def test_a_late_answer_is_asked_again_and_kept(busy):
    server = busy(GET=2)
    client = Toxiproxy(server.address, timeout=0.2, patience=20)
    assert client.version() == "2"
    assert server.requests == ["GET /version"] * 3
    (late,) = client.take_late_responses()
    assert (late.request, late.answered) == ("GET /version", True)
    assert late.seconds >= 0.4
    assert client.take_late_responses() == []


def test_a_server_that_stays_late_is_an_error_of_its_own(busy):
    client = Toxiproxy(busy(GET=1000).address, timeout=0.1, patience=0.3)
    with pytest.raises(ToxiproxyLate, match=r"did not respond within 0\.1 s"):
        client.version()
    assert [late.answered for late in client.take_late_responses()] == [False]


def test_a_write_without_an_answer_is_not_repeated_but_read_back(busy):
    server = busy(POST=1)
    server.enabled = False  # The write took effect; its response is missing.
    client = Toxiproxy(server.address, timeout=0.2, patience=20)
    assert client.set_enabled("a", False).enabled is False
    assert server.requests == ["POST /proxies/a", "GET /proxies"]


def test_a_write_that_may_be_done_twice_is_repeated(busy):
    server = busy(POST=1)
    client = Toxiproxy(server.address, timeout=0.2, patience=20)
    path = "/epreuve/proxies/a/opening"
    client.call_embedded("post", path, {"mode": "silence"}, again=True)
    assert server.requests[-2:] == [f"POST {path}"] * 2


def test_a_heartbeat_is_not_repeated(busy):
    server = busy(POST=1)
    client = Toxiproxy(server.address, timeout=0.2, patience=20)
    with pytest.raises(ToxiproxyLate):
        client.heartbeat()
    assert server.requests[-1:] == ["POST /epreuve/heartbeat"]
