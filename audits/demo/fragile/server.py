"""Fragile web server: a few worker threads and an unlimited queue."""

from __future__ import annotations

import queue
import sys
import threading
import time
from typing import Any

from epreuve.audits.demo.exchange import Handler, Server, Service
from epreuve.audits.demo.fragile.service import FragileService
from epreuve.audits.demo.fragile.writebehind import WriteBehind
from epreuve.audits.demo.register import RegisterError
from epreuve.audits.demo.register_opening import open_register
from epreuve.audits.demo.settings import Address, Settings

_WORKERS = 8  # a usual setting of synchronous application servers [G]
_WARM_UP = 2.0  # seconds that a large framework takes to start [A]


class _Handler(Handler):
    keep_alive = False
    longest_body = 100_000_000


class PooledServer(Server):
    """Server that accepts every connection, which then waits for a worker."""

    def __init__(self, address: Address, service: Service) -> None:
        super().__init__(address, service, _Handler, listening=False)
        self._line: queue.SimpleQueue[tuple[Any, Any]] = queue.SimpleQueue()

    def start(self) -> None:
        """Start the workers and listen."""
        for _ in range(_WORKERS):
            threading.Thread(target=self._work, daemon=True).start()
        self.server_activate()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Put the connection into the queue."""
        self._line.put((request, client_address))

    def _work(self) -> None:
        while True:
            request, client_address = self._line.get()
            try:
                self.finish_request(request, client_address)
            except Exception:  # An error of a connection must not end the worker.
                self.handle_error(request, client_address)
            finally:
                self.shutdown_request(request)


def serve(settings: Settings) -> None:
    """Serve until the process ends. Raises OSError when the port is in use."""
    register = open_register(settings, timeout=None)
    behind = WriteBehind(register)
    service = FragileService(settings, register, behind)
    with PooledServer(settings.listen, service) as server:
        time.sleep(_WARM_UP)
        behind.start()
        server.start()
        try:
            server.serve_forever()
        finally:
            try:
                behind.flush()  # A normal stop writes waiting dossiers; a power cut loses them.
            except RegisterError as error:
                print(f"guichet: {error}", file=sys.stderr)
