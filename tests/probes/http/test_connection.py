"""Kept connections, deadlines and headers of the HTTP client."""

import socket
import threading
import time
from typing import Any

import pytest

from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.connection import DEFAULT_TIMEOUTS
from epreuve.probes.http.request import HttpRequest, encode
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Senders

SENDER = Senders("test").of(0)

GET = HttpRequest("GET", "/page", {}, b"")


def fetch(url: str, limit: float = 2.0) -> HttpResponse:
    client = HttpClient(url, "guichet.example:80", SENDER)
    try:
        return client.fetch(GET, limit)
    finally:
        client.close()


def test_a_response(serve: Any, respond: Any) -> None:
    service = serve(respond("dé", "200 OK", "X-A: 1", "Set-Cookie: a=1", "Set-Cookie: b=2"))
    response = fetch(service.address)
    assert (response.status, response.text, response.size) == (200, "dé", 3)
    assert response.headers["x-a"] == "1"
    assert response.set_cookies == ("a=1", "b=2")
    assert b"Host: guichet.example\r\n" in service.requests[0]


def test_one_connection_for_many_requests(serve: Any, respond: Any) -> None:
    service = serve(respond("ok"))
    client = HttpClient(service.address, "a:80", SENDER)
    for _ in range(3):
        client.fetch(GET, 2)
    client.close()
    assert (len(service.requests), service.connections) == (3, 1)


def test_the_response_to_head_has_no_body(serve: Any, hang_up: Any) -> None:
    """Its `Content-Length` is that of the page; waiting for it would take the whole patience."""
    service = serve(hang_up(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"))
    client = HttpClient(service.address, "a:80", SENDER)
    response = client.fetch(HttpRequest("HEAD", "/page", {}, b""), 2)
    client.close()
    assert (response.status, response.body) == (200, b"")
    assert b"Content-Length" not in service.requests[0]
    assert b"Origin" not in service.requests[0]


def test_a_connection_closed_by_a_header_is_not_kept(serve: Any, respond: Any) -> None:
    service = serve(respond("ok", "200 OK", "Connection: close"))
    client = HttpClient(service.address, "a:80", SENDER)
    assert [client.fetch(GET, 2).text for _ in range(2)] == ["ok", "ok"]
    client.close()
    assert service.connections == 2


def test_a_body_without_end_is_left(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epreuve.probes.http.parser.LARGEST", 1 << 20)

    def endless(connection: Any, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with pytest.raises(ExchangeError, match="wrong content: a body of more than"):
        fetch(serve(endless).address, 10)


@pytest.mark.parametrize("resends", [False, True])
def test_a_closed_idle_connection_is_replaced(serve: Any, hang_up: Any, resends: bool) -> None:
    service = serve(hang_up(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
    client = HttpClient(service.address, "a:80", SENDER, resends=resends)
    assert client.fetch(GET, 2).text == "ok"
    time.sleep(0.05)  # the end of the connection arrives
    assert client.fetch(GET, 2).text == "ok"
    client.close()
    assert service.connections == 2


def first_only(respond: Any) -> Any:
    """Respond to the first request of a connection, close at the second one."""
    known: set[int] = set()

    def behaviour(connection: Any, request: bytes) -> None:
        if id(connection) in known:
            connection.close()
        else:
            known.add(id(connection))
            respond("ok")(connection, request)

    return behaviour


def test_a_kept_connection_that_fails_is_retried_for_probes_only(serve: Any, respond: Any) -> None:
    service = serve(first_only(respond))
    browser = HttpClient(service.address, "a:80", SENDER, resends=True)
    assert [browser.fetch(GET, 2).text for _ in range(2)] == ["ok", "ok"]
    browser.close()
    assert len(service.requests) == 3

    service = serve(first_only(respond))
    load = HttpClient(service.address, "a:80", SENDER)
    assert load.fetch(GET, 2).text == "ok"
    with pytest.raises(ExchangeError, match="eof"):
        load.fetch(GET, 2)
    load.close()
    assert len(service.requests) == 2


def test_a_post_is_never_sent_twice(serve: Any, respond: Any) -> None:
    service = serve(first_only(respond))
    client = HttpClient(service.address, "a:80", SENDER, resends=True)
    assert client.fetch(GET, 2).text == "ok"
    with pytest.raises(ExchangeError, match="eof"):
        client.fetch(HttpRequest("POST", "/", {}, b"x"), 2)
    client.close()
    assert len(service.requests) == 2


def test_patience_covers_the_whole_chain_of_redirects(serve: Any) -> None:
    def slow(connection: Any, request: bytes) -> None:
        time.sleep(0.25)
        head = b"HTTP/1.1 302 Found\r\nLocation: /page?%d\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head % time.monotonic_ns())

    service = serve(slow)
    with pytest.raises(ExchangeError, match="gave up: no complete response in time"):
        fetch(service.address, 0.6)
    assert len(service.requests) < 5


def test_a_silent_service_is_awaited_until_the_deadline() -> None:
    longest_patience = 180.0
    assert longest_patience < DEFAULT_TIMEOUTS.silence


def test_no_time_left() -> None:
    with pytest.raises(ExchangeError, match="gave up"):
        fetch("http://127.0.0.1:1", 0)


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\r\nX-Other: 1"])
def test_a_header_with_a_line_break_is_refused(value: str) -> None:
    with pytest.raises(ExchangeError, match="line break"):
        encode(HttpRequest("GET", "/", {"X-A": value}, b""), "a:80", SENDER)


def test_a_kept_connection_with_unread_bytes_is_replaced(serve: Any) -> None:
    late = threading.Event()

    def talkative(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        time.sleep(0.05)  # after the client has read the response
        connection.sendall(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
        late.set()

    service = serve(talkative)
    client = HttpClient(service.address, "a:80", SENDER)
    assert client.fetch(GET, 2).status == 200
    assert late.wait(5)
    time.sleep(0.05)
    assert client.fetch(GET, 2).status == 200
    client.close()
    assert service.connections == 2


def test_a_lost_response_reached_the_service_and_ends_by_a_reset(serve: Any) -> None:
    ended: list[str] = []
    done = threading.Event()

    def respond(connection: socket.socket, request: bytes) -> None:
        connection.sendall(
            b"HTTP/1.1 201 Created\r\nSet-Cookie: a=1\r\nContent-Length: 9\r\n\r\nab"
        )
        try:
            connection.recv(1)
            ended.append("closed")
        except ConnectionResetError:
            ended.append("reset")
        done.set()

    service = serve(respond)
    client = HttpClient(service.address, "a:80", SENDER)
    client._cookies.store(("session=7",), "/page")
    assert client.lose_response(HttpRequest("POST", "/page", {}, b"x=1"), 2) == 201
    assert done.wait(5)
    assert ended == ["reset"]
    assert b"Cookie: session=7" in service.requests[0]
    assert service.requests[0].endswith(b"x=1")
    assert client._cookies.header("/page") == "session=7"  # the lost response set none
    client.close()


def test_a_response_that_never_begins_is_not_a_lost_one(serve: Any, hang_up: Any) -> None:
    client = HttpClient(serve(hang_up(b"")).address, "a:80", SENDER)
    with pytest.raises(ExchangeError) as failure:
        client.lose_response(GET, 2)
    assert failure.value.outcome in ("eof", "reset")
