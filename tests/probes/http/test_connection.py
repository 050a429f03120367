"""The harness's own connection tells failures apart, always within its limit."""

import socket
import time
from typing import Any

import pytest

from epreuve.probes.http.connection import Connection
from epreuve.probes.http.readiness import wait_ready
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse

GET = HttpRequest("GET", "/page", {}, b"")


def ask(address: str, limit: float = 2.0) -> HttpResponse:
    dial = Connection(address, "guichet.example:80")
    try:
        return dial.exchange(GET, limit)
    finally:
        dial.close()


def outcome_of(address: str, limit: float = 2.0) -> str:
    with pytest.raises(ExchangeError) as failed:
        ask(address, limit)
    return failed.value.outcome


def test_an_answer(serve: Any, respond: Any) -> None:
    service = serve(respond("dé", "200 OK", "X-A: 1", "Set-Cookie: a=1", "Set-Cookie: b=2"))
    answer = ask(service.address)
    assert (answer.status, answer.text, answer.size) == (200, "dé", 3)
    assert answer.headers["x-a"] == "1"
    assert answer.set_cookies == ("a=1", "b=2")
    assert b"Host: guichet.example:80\r\n" in service.requests[0]


def test_one_connection_for_many_calls(serve: Any, respond: Any) -> None:
    service = serve(respond("ok"))
    dial = Connection(service.address, "a:80")
    for _ in range(3):
        dial.exchange(GET, 2)
    dial.close()
    assert (len(service.requests), service.connections) == (3, 1)


def test_an_idle_connection_that_was_closed_is_dialled_again(serve: Any, hang_up: Any) -> None:
    service = serve(hang_up(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
    dial = Connection(service.address, "a:80")
    assert [dial.exchange(GET, 2).text for _ in range(2)] == ["ok", "ok"]
    dial.close()
    assert service.connections == 2


def test_each_failure_has_its_class(serve: Any, reset: Any, hang_up: Any) -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = f"http://127.0.0.1:{listener.getsockname()[1]}"
    assert outcome_of(closed) == "refused"
    assert outcome_of(serve(reset).address) == "reset"
    assert outcome_of(serve(hang_up(b"")).address) == "eof"
    assert outcome_of(serve(hang_up(half)).address) == "truncated"
    assert outcome_of(serve(hang_up(b"SSH-2.0\r\n")).address) == "wrong content"


def test_the_limit_holds_against_silence_and_against_drops(
    serve: Any, silent: Any, drip: Any
) -> None:
    for behaviour in (silent, drip(0.05)):
        start = time.monotonic()
        assert outcome_of(serve(behaviour).address, 0.4) == "gave up"
        assert 0.3 < time.monotonic() - start < 2
    assert outcome_of("http://127.0.0.1:1", 0) == "gave up"


def test_ready_when_it_answers_2xx(serve: Any, respond: Any) -> None:
    before = time.monotonic()
    when = wait_ready(serve(respond("ok")).address, "/sante", 5)
    assert when is not None
    assert before <= when <= time.monotonic()


def test_not_ready_without_a_2xx_in_time(serve: Any, respond: Any, silent: Any) -> None:
    for behaviour in (respond("", "503 Service Unavailable"), silent):
        start = time.monotonic()
        assert wait_ready(serve(behaviour).address, "/sante", 0.3) is None
        assert time.monotonic() - start < 2


def test_ready_waits_for_a_service_that_starts_late(serve: Any, respond: Any) -> None:
    answers = iter([respond("", "503 Service Unavailable")] * 3)
    good = respond("ok")
    service = serve(lambda connection, request: next(answers, good)(connection, request))
    assert wait_ready(service.address, "/sante", 5) is not None
    assert len(service.requests) == 4
