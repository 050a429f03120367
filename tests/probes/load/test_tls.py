"""TLS through a proxy: SNI and Host have the service's own name."""

import math
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.records import Attempt
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.process import Load

SENDER = Senders("test").of(0)

pytestmark = pytest.mark.process

NAME = "guichet.exemple.fr"


class Secure:
    """A TLS service behind a proxy that forwards bytes."""

    def __init__(self, folder: Path) -> None:
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "1", "-subj", f"/CN={NAME}",
             "-keyout", key, "-out", certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        self.names: list[str | None] = []
        self.hosts: list[bytes] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._context.sni_callback = lambda line, name, context: self.names.append(name)
        self._listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        behind, proxy = self._listeners
        self.proxy = f"https://127.0.0.1:{proxy.getsockname()[1]}"
        self._serve(behind, self._answer)
        self._serve(proxy, lambda line: self._carry(line, behind.getsockname()))

    def close(self) -> None:
        for listener in self._listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _serve(self, listener: socket.socket, act: Callable[[socket.socket], None]) -> None:
        def accept() -> None:
            try:
                while True:
                    line, _ = listener.accept()
                    threading.Thread(target=act, args=(line,), daemon=True).start()
            except OSError:
                return

        threading.Thread(target=accept, daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with self._context.wrap_socket(line, server_side=True) as secure:
            request = secure.recv(65536)
            self.hosts += [line for line in request.split(b"\r\n") if line.startswith(b"Host:")]
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    def _carry(self, line: socket.socket, behind: Any) -> None:
        other = socket.create_connection(behind)
        for source, sink in ((line, other), (other, line)):
            threading.Thread(target=_copy, args=(source, sink), daemon=True).start()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Secure]:
    service = Secure(tmp_path)
    yield service
    service.close()


def test_load_names_the_service_in_sni_and_host(secure: Secure, tmp_path: Path) -> None:
    journeys = {"page": Journey.model_validate({"steps": [{"get": "/"}]})}
    endpoints = {"ville": Endpoint(secure.proxy, f"{NAME}:443", 5)}
    plan = LoadPlan(math.nan, 8.0, 7, endpoints, journeys, [Arrival(0, 0.0, "page", "ville")])
    rows: list[Any] = []
    load = Load(plan, tmp_path, rows.extend)
    load.start()
    assert load.wait_ready(60), load.failure
    load.go(time.monotonic() + 0.1)
    assert load.wait(20)

    assert [row.outcome for row in rows if isinstance(row, Attempt)] == ["success"]
    assert secure.names == [NAME]
    assert secure.hosts == [f"Host: {NAME}".encode()]


def test_probes_name_the_service_in_sni_and_host(secure: Secure) -> None:
    client = HttpClient(secure.proxy, f"{NAME}:443", SENDER)
    assert client.fetch(HttpRequest("GET", "/", {}, b""), 5).text == "ok"
    client.close()
    assert secure.names == [NAME]
    assert secure.hosts == [f"Host: {NAME}".encode()]
