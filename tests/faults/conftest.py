"""Upstreams, servers and a plain HTTP client for the tests of faults."""

import errno
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.harness import programs

SLACK = 0.6  # seconds that a busy machine may add to any delay


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Control:
    """A control API, called without any client library."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.host, _, port = url.removeprefix("http://").rpartition(":")
        self.port = int(port)

    def call(self, method: str, path: str, document: Any = None, **headers: str) -> Answer:
        if isinstance(document, str):
            body = document
        else:
            body = None if document is None else json.dumps(document)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            response = connection.getresponse()
            received_headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, received_headers, response.read().decode())
        finally:
            connection.close()


class Upstream:
    """A TCP server with one thread per connection."""

    def __init__(self, talk: Callable[[socket.socket], None]) -> None:
        self.talk = talk
        self.opened = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.connections: list[socket.socket] = []
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.opened += 1
            self.connections.append(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        try:
            self.talk(connection)
        except OSError:
            pass
        finally:
            connection.close()

    def close(self) -> None:
        self.listener.close()
        for connection in self.connections:
            connection.close()


def echo(connection: socket.socket) -> None:
    while data := connection.recv(65536):
        connection.sendall(data)


@pytest.fixture
def upstream() -> Iterator[Callable[[Callable[[socket.socket], None]], Upstream]]:
    """Creates upstreams, each with its function for a connection."""
    with ExitStack() as stack:

        def make(talk: Callable[[socket.socket], None]) -> Upstream:
            made = Upstream(talk)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def echoes(upstream) -> Upstream:
    return upstream(echo)


@contextmanager
def started(
    *arguments: str, uvloop: bool = True
) -> Iterator[tuple[subprocess.Popen[str], Control]]:
    hidden = "" if uvloop else "import sys; sys.modules['uvloop'] = None; "
    start = f"{hidden}from epreuve.faults.embedded.server import main; raise SystemExit(main())"
    command = [sys.executable, "-c", start, "--listen", "127.0.0.1:0"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            line = process.stdout.readline()
            assert line.startswith("listening on ")
            yield process, Control("http://" + line.split()[-1])
        finally:
            process.terminate()
            process.stdin.close()
            assert process.wait(10) == 0
            process.stdout.close()
        errors.seek(0)
        assert errors.read() == b"", "the server logged errors"


@pytest.fixture
def start_embedded(processes):
    """Starts an embedded server with the given options."""
    with ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(started(*arguments))


@pytest.fixture(scope="session")
def embedded(processes) -> Iterator[Control]:
    """One embedded server for all tests, which create their own proxies."""
    with started() as (_, control):
        yield control


@pytest.fixture
def real_toxiproxy(tmp_path) -> Path:
    """A folder for PATH with `toxiproxy-server` in it."""
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "toxiproxy-server").symlink_to(programs.toxiproxy())
    return folder


class Proxied:
    """A proxy of a server, with its client sockets."""

    def __init__(self, control: Control, name: str, listen: str) -> None:
        self.control = control
        self.name = name
        self.path = f"/proxies/{name}"
        host, _, port = listen.rpartition(":")
        self.address = (host, int(port))
        self.sockets: list[socket.socket] = []

    def connect(self) -> socket.socket:
        made = socket.create_connection(self.address, timeout=10)
        self.sockets.append(made)
        return made

    def toxic(self, type_: str, attributes: dict[str, int], **fields: Any) -> dict[str, Any]:
        document = {"type": type_, "attributes": attributes, **fields}
        answer = self.control.call("POST", f"{self.path}/toxics", document)
        assert answer.status == 200, answer.text
        return answer.json

    def call(self, method: str, rest: str = "", document: Any = None) -> Answer:
        return self.control.call(method, self.path + rest, document)

    def close(self) -> None:
        for one in self.sockets:
            one.close()
        self.call("DELETE")


@contextmanager
def proxied(control: Control, upstream: str, **fields: Any) -> Iterator[Proxied]:
    name = "p" + uuid.uuid4().hex[:12]
    document = {"name": name, "listen": "127.0.0.1:0", "upstream": upstream, **fields}
    answer = control.call("POST", "/proxies", document)
    assert answer.status == 201, answer.text
    made = Proxied(control, name, answer.json["listen"])
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def make_proxy():
    """Creates proxies on any server, and deletes them afterwards."""
    with ExitStack() as stack:
        yield lambda control, upstream, **fields: stack.enter_context(
            proxied(control, upstream, **fields)
        )


def receive(one: socket.socket, size: int) -> bytes:
    """Read until `size` bytes or the end."""
    data = b""
    while len(data) < size and (more := one.recv(65536)):
        data += more
    return data


@pytest.fixture
def read() -> Callable[[socket.socket, int], bytes]:
    return receive


@pytest.fixture
def timed() -> Callable[..., Any]:
    """Checks that a block takes between `least` and `most` seconds."""

    @contextmanager
    def block(least: float, most: float) -> Iterator[None]:
        start = time.monotonic()
        yield
        took = time.monotonic() - start
        assert least <= took <= most + SLACK, f"took {took:.3f} s, wanted {least} to {most}"

    return block


@dataclass(frozen=True)
class Attempt:
    """One connection: how it opened, and the result of what was sent; seconds to open.

    `opening` is open, refused, reset, silence or unreachable. `answer` is data, closed, reset,
    silence or unreachable; None where nothing was sent, or nothing opened.
    """

    opening: str
    opened_in: float
    answer: str | None = None


def attempt_connection(
    address: tuple[str, int], payload: bytes = b"", patience: float = 1.0
) -> Attempt:
    """Connect, send `payload` if any, wait for a first byte; never raise OSError."""
    start = time.monotonic()
    try:
        connection = socket.create_connection(address, timeout=patience)
    except OSError as error:
        return Attempt(error_kind(error), time.monotonic() - start)
    opened_in = time.monotonic() - start
    with connection:
        if not payload:
            return Attempt("open", opened_in)
        try:
            connection.sendall(payload)
            answer = "data" if connection.recv(1) else "closed"
        except OSError as error:
            answer = error_kind(error)
    return Attempt("open", opened_in, answer)


def error_kind(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "silence"
    kinds = {errno.ECONNREFUSED: "refused", errno.ECONNRESET: "reset", errno.EPIPE: "reset"}
    return kinds.get(error.errno or 0, "unreachable")


@pytest.fixture
def attempt() -> Callable[..., Attempt]:
    return attempt_connection
