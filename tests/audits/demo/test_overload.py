"""Overload of the sober server: early refusals with instructions."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from epreuve.audits.demo.exchange import Response
from epreuve.audits.demo.settings import Address
from epreuve.audits.demo.sobre import server as sober
from epreuve.audits.demo.sobre.service import SoberService


class Stuck:
    """Service that works until it is released, except for its static page."""

    failure = SoberService.failure

    def __init__(self):
        self.released = threading.Event()
        self.busy = threading.Semaphore(0)

    def respond(self, request):
        if request.path != "/static":
            self.busy.release()
            self.released.wait(10)
        return Response(b"done")

    def needs_no_room(self, request):
        return request.path == "/static"


@pytest.fixture
def busy(monkeypatch):
    """Server at its limit, as (port, crowd, service)."""
    monkeypatch.setattr(sober, "_AT_WORK", 2)
    monkeypatch.setattr(sober, "_CONNECTIONS", 4)
    monkeypatch.setattr(sober, "_WAIT", 0.1)
    service = Stuck()
    server = sober.SoberServer(Address("127.0.0.1", 0), service)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    port = server.server_address[1]
    with ThreadPoolExecutor(4) as crowd:
        working = [crowd.submit(ask, port) for _ in range(2)]
        for _ in working:
            assert service.busy.acquire(timeout=5)
        yield port
        service.released.set()
        assert [one.result()[0] for one in working] == [200, 200]
    server.shutdown()
    server.server_close()


def ask(port, path="/"):
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        response = connection.getresponse()
        return response.status, response.getheader("Retry-After"), response.read().decode()
    finally:
        connection.close()


def test_a_request_without_room_gets_the_wait_page(busy):
    status, again, page = ask(busy)
    assert (status, again) == (503, "5")
    assert "01 99 00 12 34" in page
    assert len(page) < 8_000


def test_static_pages_need_no_room(busy):
    assert ask(busy, "/static")[0] == 200


def test_a_connection_too_many_is_refused_without_being_read(busy):
    seated = [HTTPConnection("127.0.0.1", busy, timeout=5) for _ in range(2)]
    extra = HTTPConnection("127.0.0.1", busy, timeout=5)
    try:
        for connection in [*seated, extra]:
            connection.connect()
        assert b"503 Service Unavailable" in extra.sock.recv(200)
    finally:
        for connection in [*seated, extra]:
            connection.close()
