"""HTTP server shared by both suppliers and the third parties."""

from __future__ import annotations

import socket
import socketserver
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl, unquote

from epreuve.audits.demo.forms import Form, FormError, parse_form
from epreuve.audits.demo.settings import Address

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """Request of a client. Header names are lower-case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def form(self) -> Form:
        """Return the body as a form. Raises FormError."""
        return parse_form(self.headers.get("content-type", ""), self.body)

    def cookie(self, name: str) -> str:
        """Return the cookie `name`, or an empty string."""
        try:
            jar = SimpleCookie(self.headers.get("cookie", ""))
        except CookieError:
            return ""
        return jar[name].value if name in jar else ""


@dataclass(frozen=True)
class Response:
    """Response to a client."""

    body: bytes
    status: int = 200
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


class Service(Protocol):
    """Interface of a service."""

    def respond(self, request: Request) -> Response:
        """Respond to one request. FormError becomes status 400, other exceptions 500."""
        ...

    def failure(self, status: int, reason: str) -> Response:
        """Return the page for an error; `reason` is a short French sentence or empty."""
        ...


class BodyRefusedError(Exception):
    """The request body has no length (411) or is too long (413)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Server(socketserver.TCPServer):
    """Listening socket of a service. Subclasses decide on threads."""

    allow_reuse_address = True
    request_queue_size = 512

    def __init__(
        self,
        address: Address,
        service: Service,
        handler: type[Handler],
        *,
        listening: bool = True,
    ) -> None:
        self.service = service
        super().__init__((address.host, address.port), handler, bind_and_activate=False)
        self.server_bind()
        if listening:
            self.server_activate()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print errors as one line on stderr, except closed connections."""
        error = sys.exception()
        if not isinstance(error, (ConnectionError, TimeoutError)):
            print(f"guichet: {type(error).__name__}: {error}", file=sys.stderr)


class ThreadedServer(socketserver.ThreadingMixIn, Server):
    """Server with one thread per connection."""

    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    """Handler of a connection: reads requests and writes whole responses."""

    protocol_version = "HTTP/1.1"
    server_version = "guichet"
    sys_version = ""
    disable_nagle_algorithm = True
    keep_alive = True
    longest_body = 10_000_000

    def do_GET(self) -> None:
        """Respond to a request of any method."""
        try:
            request = self._read()
        except BodyRefusedError as refusal:
            self.close_connection = True
            self._write(self._service.failure(refusal.status, ""))
            return
        self._write(self.respond(request))

    do_POST = do_HEAD = do_GET  # noqa: N815 - same

    def respond(self, request: Request) -> Response:
        """Return the response of the service. Exceptions become error pages."""
        try:
            return self._service.respond(request)
        except FormError as error:
            return self._service.failure(400, str(error))
        except Exception as error:  # A bug in one request must not end the connection thread.
            print(f"guichet: {request.path}: {type(error).__name__}: {error}", file=sys.stderr)
            return self._service.failure(500, "")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Respond to protocol errors with the error page of the service."""
        self.close_connection = True
        self._write(self._service.failure(code, ""))

    @property
    def _service(self) -> Service:
        return cast(Server, self.server).service

    def log_message(self, format: str, *args: Any) -> None:
        """Write no access log: it would contain names of users."""

    def _read(self) -> Request:
        path, _, query = self.path.partition("?")
        return Request(
            method=self.command,
            path=unquote(path),
            query=dict(parse_qsl(query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self._read_body(),
        )

    def _read_body(self) -> bytes:
        length = self.headers.get("Content-Length")
        if length is None:
            if self.command == "POST":
                raise BodyRefusedError(411)
            return b""
        if not length.isdecimal():
            raise BodyRefusedError(400)
        if int(length) > self.longest_body:
            raise BodyRefusedError(413)
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise ConnectionResetError("the client left in the middle of its request")
        return body

    def _write(self, response: Response) -> None:
        """Write head and body at once: one packet for a small page."""
        if not self.keep_alive:
            self.close_connection = True
        lines = [
            f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}",
            f"Date: {self.date_time_string()}",
            f"Content-Type: {response.content_type}",
            *([] if response.status == 304 else [f"Content-Length: {len(response.body)}"]),
            f"Connection: {'close' if self.close_connection else 'keep-alive'}",
            *(f"{name}: {value}" for name, value in response.headers),
        ]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        self.wfile.write(head if self.command == "HEAD" else head + response.body)


def refuse(connection: socket.socket, response: Response) -> None:
    """Send a response without reading the request, then close the connection."""
    lines = [
        f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}",
        f"Content-Type: {response.content_type}",
        f"Content-Length: {len(response.body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in response.headers),
    ]
    connection.settimeout(0.05)
    try:
        connection.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + response.body)
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        return
