"""The visitor and the relay, against a small server on loopback."""

import http.server
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.field import visitor
from tests.field.relay import Relay
from tests.field.visitor import Visitor, fill

PAGE = """
<form action="/find"><input name="words"></form>
<form action="/send" method="post"><input type="hidden" name="token" value="k&amp;9">
<input type="checkbox" name="news"><input type="checkbox" name="terms" value="yes" checked>
<select name="kind"><option value="a">A<option value="b" selected>B</select>
<textarea name="text">d</textarea><input type="submit" name="go"></form>
"""


class Desk(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/missing":
            self.send_error(404)
            return
        self._answer(PAGE)

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


def test_a_form_of_the_page_is_sent_with_its_other_values(desk: int) -> None:
    sent = "received token=k%269&terms=yes&kind=b&text=Anna"
    steps = [
        {"get": "/form"},
        {"submit": {"form": "form", "fields": {"text": "Anna"}}, "expect": {"contains": sent}},
    ]
    assert Visitor(f"http://127.0.0.1:{desk}", 1).journey(steps).well


def test_a_form_that_the_page_does_not_have_is_named(desk: int) -> None:
    steps = [{"get": "/form"}, {"submit": {"fields": {"password": "x"}}}]
    visit = Visitor(f"http://127.0.0.1:{desk}", 1).journey(steps)
    assert visit.detail == "step 2: LookupError: no form has password"


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
