"""A local HTTP server that responds to every request with one status."""

from __future__ import annotations

import secrets
import socket
import threading
from concurrent.futures import Future

from epreuve.faults.closing import Closing
from epreuve.faults.errors import FaultError
from epreuve.faults.message import message

START, STOP = 5.0, 5.0  # seconds to listen, and to end


class Responder(Closing):
    """HTTP server on a free loopback port, in a daemon thread, until closed.

    `sent` counts the responses, except to our own requests. Raises FaultError if it cannot listen.
    """

    def __init__(self, status: int) -> None:
        self.status = status
        self.sent = 0
        self._check, self._reached = f"/{secrets.token_hex(8)}", False
        self._address: Future[str] = Future()
        self._stop: Future[None] = Future()
        name = f"responds with {status}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        try:
            self.address = self._address.result(START)
        except (OSError, TimeoutError) as error:
            raise FaultError(
                message(
                    "no local server to respond with {status}: {error}",
                    status=str(status), error=str(error),
                )
            ) from None  # fmt: skip

    def responds_through(self, address: tuple[str, int], patience: float) -> bool:
        """Send a request to `address`; return whether this server responded to it."""
        try:
            with socket.create_connection(address, patience) as connection:
                connection.settimeout(patience)
                connection.sendall(f"GET {self._check} HTTP/1.0\r\n\r\n".encode())
                connection.recv(1)
        except OSError:
            return False
        return self._reached

    def close(self) -> None:
        """Stop; again is not an error."""
        if not self._stop.done():
            self._stop.set_result(None)
        self._thread.join(STOP)

    def _run(self) -> None:
        import asyncio  # Late: costs 60 ms, and most runs do not need it.

        with asyncio.Runner() as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        import asyncio

        from epreuve.faults.embedded.http import HttpServer, Request, Response, phrase

        body = f"{self.status} {phrase(self.status)}\n".encode()
        headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}

        async def respond(request: Request) -> Response:
            if request.path == self._check:
                self._reached = True
            else:
                self.sent += 1
            return Response(self.status, body, headers)

        server = HttpServer(respond)
        try:
            host, port = await server.listen("127.0.0.1", 0)
        except OSError as error:
            self._address.set_exception(error)
            return
        self._address.set_result(f"{host}:{port}")
        await asyncio.wrap_future(self._stop)
        server.close()
