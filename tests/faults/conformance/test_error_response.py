"""Error responses, on both servers."""

import pytest

from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.errors import NotConfirmed
from epreuve.faults.latency import Latency
from epreuve.faults.toxiproxy.responder import Responder


def exchange(proxy, question):
    """Return everything until the other end closes."""
    one = proxy.connect()
    one.sendall(question)
    return b"".join(iter(lambda: one.recv(4096), b""))


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST"])
def test_an_error_response_answers_every_request_and_heals(link, proxy, read, method):
    before = proxy.upstream.opened
    question = method + b" /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
    with link.applied(ErrorResponse()):
        answer = exchange(proxy, question + b"GET / HTTP/1.0\r\n\r\n")
        assert answer.count(b"HTTP/1.1 503 Service Unavailable\r\n") == 2
        assert answer.endswith(b"\r\n\r\n503 Service Unavailable\n")
        assert answer.count(b"Unavailable\n") == (1 if method == b"HEAD" else 2)
        assert link.responses_sent(ErrorResponse()) == 2  # without our own check
    assert proxy.upstream.opened == before
    assert link.responses_sent(ErrorResponse()) is None
    again = proxy.connect()
    again.sendall(b"back")
    assert read(again, 4) == b"back"


def test_a_stream_that_is_not_http_is_closed_at_once(link, proxy):
    with link.applied(ErrorResponse()):
        for hello in (b"\x16\x03\x01\x02\x00\x01", b"\x00\x00\x00\x08\x04\xd2\x16\x2f"):
            assert exchange(proxy, hello).startswith(b"HTTP/1.1 400 ")


def test_the_last_error_answers_and_each_heals_alone(link, proxy):
    home = link.client.proxy(proxy.name).upstream
    question = b"GET / HTTP/1.0\r\n\r\n"
    with link.applied(ErrorResponse(status=500)):
        with link.applied(ErrorResponse(status=599)):
            assert exchange(proxy, question).startswith(b"HTTP/1.1 599 \r\n")
        assert exchange(proxy, question).startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert link.client.proxy(proxy.name).upstream == home


def test_an_error_response_and_latency_work_together(link, proxy, timed):
    with link.applied(Latency(latency=0.15)), link.applied(ErrorResponse()), timed(0.3, 1.0):
        assert exchange(proxy, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 503 ")
    assert link.client.proxy(proxy.name).toxics == ()


def test_a_responder_that_is_not_reached_is_not_confirmed(link, proxy, monkeypatch):
    home = link.client.proxy(proxy.name).upstream
    monkeypatch.setattr(Responder, "responds_through", lambda *_: False)
    with pytest.raises(NotConfirmed, match="does not reach"):
        link.apply(ErrorResponse())
    assert link.client.proxy(proxy.name).upstream == home
    assert link.responses_sent(ErrorResponse()) is None
