"""Sober web server: limited connections and requests, early refusals."""

from __future__ import annotations

import socket
import threading
from typing import Any, cast

from epreuve.audits.demo.exchange import Handler, Request, Response, ThreadedServer, refuse
from epreuve.audits.demo.register_opening import open_register
from epreuve.audits.demo.settings import Address, Settings
from epreuve.audits.demo.sobre.badge import Badges
from epreuve.audits.demo.sobre.couriers import couriers
from epreuve.audits.demo.sobre.dependency import TIMEOUT, Dependency
from epreuve.audits.demo.sobre.deposits import Deposits
from epreuve.audits.demo.sobre.journal import Journal
from epreuve.audits.demo.sobre.pieces import Pieces
from epreuve.audits.demo.sobre.service import SoberService

_CONNECTIONS = 2000  # open connections: slow links keep theirs for long at little cost
_AT_WORK = 32  # requests processed at the same time
_WAIT = 1.0  # seconds that a request waits before the wait page is sent


_IDLE = 20.0  # seconds that a connection may be idle between requests
_STALLED = 60.0  # seconds without a byte inside a request, for very slow links


class _Handler(Handler):
    timeout = _IDLE

    def handle_one_request(self) -> None:
        self.connection.settimeout(_IDLE)
        super().handle_one_request()

    def parse_request(self) -> bool:
        self.connection.settimeout(_STALLED)
        return super().parse_request()

    def respond(self, request: Request) -> Response:
        server = cast(SoberServer, self.server)
        if server.service.needs_no_room(request):
            return super().respond(request)
        if not server.room.acquire(timeout=_WAIT):
            return server.service.failure(503, "")
        try:
            return super().respond(request)
        finally:
            server.room.release()


class SoberServer(ThreadedServer):
    """Server with one thread per connection up to a limit; above it, an immediate wait page."""

    service: SoberService

    def __init__(self, address: Address, service: SoberService) -> None:
        self.room = threading.BoundedSemaphore(_AT_WORK)
        self._places = threading.BoundedSemaphore(_CONNECTIONS)
        super().__init__(address, service, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Accept the connection, or refuse it above the limit."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            assert isinstance(request, socket.socket)  # noqa: S101 - TCPServer has no other type
            refuse(request, self.service.failure(503, ""))
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve the connection, then release its slot."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()


def serve(settings: Settings) -> None:
    """Serve until the process ends. Raises OSError when the port is in use."""
    settings.data.mkdir(parents=True, exist_ok=True)
    deposits = Deposits(Journal(settings.data / "journal.jsonl"))
    pieces = Pieces(settings.data / "pieces")
    register = open_register(settings, TIMEOUT)
    service = SoberService(
        deposits,
        pieces,
        Badges(settings.data / "badge.key"),
        register,
        Dependency(settings.identity, "/verifier"),
        Dependency(settings.payment, "/paiements"),
    )
    with SoberServer(settings.listen, service) as server:
        for outbox in couriers(settings, deposits, pieces, register):
            outbox.start()
        server.serve_forever()
