"""Test services: a function handles each request, correctly or not."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

Behaviour = Callable[[socket.socket, bytes], None]


def _head(connection: socket.socket) -> bytes:
    """Read a complete request: head and, with a length, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        received = connection.recv(65536)
        if not received:
            return b""
        data += received
    head, _, body = data.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
            while len(body) < length:
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


class Service:
    """A TCP server on a free port; `requests` keeps each request that it read."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.requests: list[bytes] = []
        self.clients: list[str] = []  # address of each connection
        self.connections = 0
        self.closing = threading.Event()
        self._behaviour = behaviour
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, client = self._listener.accept()
                self.clients.append(client[0])
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            while request := _head(connection):
                self.requests.append(request)
                self._behaviour(connection, request)

    def close(self) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Behaviour], Service]]:
    """Start services that end with the test."""
    started: list[Service] = []

    def start(behaviour: Behaviour) -> Service:
        started.append(Service(behaviour))
        return started[-1]

    yield start
    for service in started:
        service.close()


@pytest.fixture
def respond() -> Callable[..., Behaviour]:
    """Make a behaviour that always sends one response and keeps the connection open."""

    def make(body: str | bytes = "", status: str = "200 OK", *headers: str) -> Behaviour:
        content = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers]
        if not any(line.lower().startswith("content-type:") for line in headers):
            lines.append("Content-Type: text/html; charset=utf-8")
        answer = "\r\n".join([*lines, "\r\n"]).encode() + content
        return lambda connection, request: connection.sendall(answer)

    return make


@pytest.fixture
def reset() -> Behaviour:
    """Reset the connection (RST, not FIN)."""

    def behaviour(connection: socket.socket, request: bytes) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return behaviour


@pytest.fixture
def hang_up() -> Callable[[bytes], Behaviour]:
    """Send some bytes, then close."""

    def make(sent: bytes) -> Behaviour:
        def behaviour(connection: socket.socket, request: bytes) -> None:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_RDWR)

        return behaviour

    return make


@pytest.fixture
def silent() -> Behaviour:
    """Read and send nothing."""

    def behaviour(connection: socket.socket, request: bytes) -> None:
        threading.Event().wait(20)

    return behaviour


@pytest.fixture
def drip() -> Callable[[float], Behaviour]:
    """Send a body of 100 bytes, one each `pause` seconds."""

    def make(pause: float) -> Behaviour:
        def behaviour(connection: socket.socket, request: bytes) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            for _ in range(100):
                connection.sendall(b"x")
                threading.Event().wait(pause)

        return behaviour

    return make
