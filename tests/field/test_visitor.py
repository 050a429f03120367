"""The visitor and the relay, against a small server on loopback."""

import http.server
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.field import visitor
from tests.field.relay import Relay
from tests.field.visitor import Visitor, fill


class Desk(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/missing":
            self.send_error(404)
            return
        self._answer('<input name="token" value="k&amp;9">')

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(f"received {sent}")

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def desk() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


STEPS = [
    {"get": "/form", "capture": {"token": 'value="([^"]+)"'}},
    {"post": "/send", "form": {"t": "{token}"}, "expect": {"contains": "received t=k%269"}},
]


def test_a_journey_carries_captured_values(desk: int) -> None:
    assert Visitor(f"http://127.0.0.1:{desk}", 1).journey(STEPS).well


def test_a_failed_step_is_named(desk: int) -> None:
    visit = Visitor(f"http://127.0.0.1:{desk}", 1).page("/missing")
    assert (visit.well, visit.detail) == (False, "step 1: status 404")


def test_placeholders_are_filled_everywhere() -> None:
    written = {"a": ["{citizen.name}", "{unknown}"], "b": {"c": "x {citizen.name}"}}
    filled = {"a": ["Anna", "{unknown}"], "b": {"c": "x Anna"}}
    assert fill(written, {"citizen.name": "Anna"}) == filled


def test_a_silent_relay_answers_after_it_speaks_again(
    desk: int, free_port: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    relay = Relay(("127.0.0.1", port), ("127.0.0.1", desk))
    address = f"http://127.0.0.1:{port}"
    try:
        assert Visitor(address, 1).page("/form").well
        relay.silence()
        monkeypatch.setattr(visitor, "LIMIT", 0.3)
        assert not Visitor(address, 1).page("/form").well
        with socket.create_connection(("127.0.0.1", port)) as kept:
            kept.sendall(b"GET /form HTTP/1.0\r\n\r\n")
            relay.speak()
            kept.settimeout(20.0)
            assert b"200" in kept.recv(100)
    finally:
        relay.close()
