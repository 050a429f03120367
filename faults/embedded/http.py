"""A small HTTP/1.1 server: enough for a control API on the loopback, bounded in size and time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

IDLE = 60.0  # seconds between two requests
READ = 15.0  # seconds for one body
MAX_HEAD = 64 * 1024
MAX_BODY = 16 * 1024 * 1024
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """Header names are lower case; `path` is decoded."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """Content-Length is added."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Handler = Callable[[Request], Awaitable[Response]]


class RequestError(Exception):
    """Not HTTP, or too large; `status` is the response."""

    def __init__(self, status: int = 400) -> None:
        super().__init__(status)
        self.status = status


class HttpServer:
    """HTTP server with persistent connections; `handler` responds to each request."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def listen(self, host: str, port: int) -> tuple[str, int]:
        """Listen and return the real address."""
        self._server = await asyncio.start_server(self._serve, host, port, limit=MAX_HEAD)
        name = self._server.sockets[0].getsockname()
        return str(name[0]), int(name[1])

    def close(self) -> None:
        """Stop listening and close every connection."""
        if self._server is not None:
            self._server.close()
        for writer in tuple(self.open):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        try:
            while await self._one(reader, writer):
                pass
        except RequestError as error:
            text = f"{error.status} {phrase(error.status)}".encode()
            with contextlib.suppress(OSError):
                _write(writer, Response(error.status, text, {"Content-Type": TEXT}), keep=False)
        except (OSError, EOFError, TimeoutError):
            pass  # The client left, or sends nothing.
        finally:
            self.open.discard(writer)
            with contextlib.suppress(OSError):
                writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        try:
            first = await asyncio.wait_for(reader.readexactly(1), IDLE)
            if not first.isalpha():  # TLS, for example: the head may never end.
                raise RequestError
            head = first + await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), READ)
        except asyncio.LimitOverrunError:
            raise RequestError(431) from None
        request, version = _parse(head)
        if request.headers.get("expect", "").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await asyncio.wait_for(_body(reader, request.headers), READ)
        request = Request(request.method, request.path, request.headers, body)
        response = await self.handler(request)
        option = request.headers.get("connection", "").lower()
        keep = option != "close" and (version != "HTTP/1.0" or option == "keep-alive")
        _write(writer, response, keep=keep, bare=request.method == "HEAD")
        await writer.drain()
        return keep


def phrase(status: int) -> str:
    """Return the reason phrase of a status, "" for an unknown one."""
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else ""


def _parse(head: bytes) -> tuple[Request, str]:
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise RequestError
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise RequestError
        headers[name.strip().lower()] = value.strip()
    try:
        path = unquote(urlsplit(parts[1]).path if "://" in parts[1] else parts[1].split("?")[0])
    except ValueError:
        raise RequestError from None
    return Request(parts[0], path, headers), parts[2]


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return await _chunks(reader)
    size = headers.get("content-length", "0")
    if not (size.isascii() and size.isdigit()):
        raise RequestError
    if int(size) > MAX_BODY:
        raise RequestError(413)
    return await reader.readexactly(int(size))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        try:
            size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        except (ValueError, asyncio.LimitOverrunError):
            raise RequestError from None
        if size < 0 or len(body) + size > MAX_BODY:
            raise RequestError(413)
        if size == 0:
            while await reader.readuntil(b"\r\n") != b"\r\n":
                pass  # Trailers are ignored.
            return body
        body += await reader.readexactly(size)
        await reader.readexactly(2)


def _write(
    writer: asyncio.StreamWriter, response: Response, *, keep: bool, bare: bool = False
) -> None:
    lines = [f"HTTP/1.1 {response.status} {phrase(response.status)}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    if response.status != 204:
        lines.append(f"Content-Length: {len(response.body)}")
    if not keep:
        lines.append("Connection: close")
    head = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
    if writer.is_closing():  # closed by the server or by the client
        raise ConnectionResetError
    writer.write(head if bare else head + response.body)
