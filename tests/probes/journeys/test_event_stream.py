"""Steps that read server-sent events, and those that would open a WebSocket."""

import time
from typing import Any

import pytest
from pydantic import ValidationError

from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.session import Session, SessionResult
from epreuve.probes.journeys.step import Step

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n"
STREAM = {"Accept": "text/event-stream"}


def stream(*events: str, ends: bool = False) -> Any:
    """Send events, and keep the connection open."""

    def behaviour(connection: Any, request: bytes) -> None:
        connection.sendall(HEAD)
        for event in events:
            connection.sendall(event.encode())
            time.sleep(0.02)
        if ends:
            connection.close()

    return behaviour


def read(service: Any, limit: float = 5.0, **step: Any) -> SessionResult:
    session = Session(Citizen(1, 1), service.address, "127.0.0.1:80", limit, Senders("e").of(0))
    result = session.run((Step.model_validate({"get": "/flux", "headers": STREAM, **step}),))
    session.close()
    return result


def test_a_stream_is_read_until_an_event_meets_the_expectations(serve: Any) -> None:
    service = serve(stream(": bonjour\n\n", "data: att", "ente\n\n", "data: reçu n° 12\n\n", "x"))
    result = read(service, expect={"contains": "reçu"}, capture={"receipt": r"n° (\d+)"})
    assert (result.outcome, result.captured) == ("success", {"receipt": "12"})
    assert result.responses[0].text == ": bonjour\n\ndata: attente\n\ndata: reçu n° 12\n\n"
    assert b"Accept: text/event-stream\r\n" in service.requests[0]
    assert b"Sec-Fetch-Dest: empty\r\n" in service.requests[0]


def test_an_event_counts_once_it_is_complete(serve: Any) -> None:
    assert read(serve(stream("data: reçu")), 0.3, expect={"contains": "reçu"}).outcome == "gave up"


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        (STREAM, "no server-sent event met the expectations in time"),
        ({}, "do not end in time; a step with `headers: {Accept: text/event-stream}` ends with"),
    ],
)
def test_a_stream_without_the_expected_event_says_so(
    serve: Any, headers: dict[str, str], detail: str
) -> None:
    service = serve(stream("data: a\n\n", "data: b\n\n"))
    result = read(service, 0.3, expect={"contains": "reçu"}, headers=headers)
    assert result.outcome == "gave up"
    assert detail in result.detail


def test_the_end_of_a_stream_is_judged_as_any_response(serve: Any) -> None:
    result = read(serve(stream("data: non\n\n", ends=True)), expect={"contains": "reçu"})
    assert result.outcome == "wrong content"
    assert "'reçu'" in result.detail


def test_an_error_in_place_of_a_stream(serve: Any, respond: Any) -> None:
    assert read(serve(respond("non", "503 Busy"))).outcome == "http error"


@pytest.mark.parametrize(
    "step",
    [{"websocket": "/ws"}, {"ws": "/ws"}, {"get": "/ws", "headers": {"Upgrade": "websocket"}}],
)
def test_a_websocket_is_refused(step: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="no step opens a WebSocket; write a `locust` step"):
        Step.model_validate(step)
