"""Waiting for a service to be ready."""

import socket
import time
from typing import Any

from epreuve.probes.http.readiness import wait_ready
from epreuve.probes.http.sender import Senders

SENDER = Senders("test").of(0)


def test_ready_at_a_2xx(serve: Any, respond: Any) -> None:
    before = time.monotonic()
    when = wait_ready(serve(respond("ok")).address, "/sante", 5, "service.example", SENDER)
    assert when is not None
    assert before <= when <= time.monotonic()


def test_not_ready_without_a_2xx_in_time(serve: Any, respond: Any) -> None:
    def late(connection: socket.socket, request: bytes) -> None:
        time.sleep(2)
        respond("ok")(connection, request)

    for behaviour in (respond("", "503 Service Unavailable"), late):
        assert (
            wait_ready(serve(behaviour).address, "/sante", 0.3, "service.example", SENDER) is None
        )


def test_ready_waits_for_a_service_that_starts_late(serve: Any, respond: Any) -> None:
    responses = iter([respond("", "503 Service Unavailable")] * 3)
    good = respond("ok")
    service = serve(lambda connection, request: next(responses, good)(connection, request))
    assert wait_ready(service.address, "/sante", 5, "service.example", SENDER) is not None
    assert len(service.requests) == 4
