"""Endpoints whose service causes one event each."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from epreuve.probes.http.connection import DEFAULT_TIMEOUTS, Timeouts
from epreuve.probes.load.plan import Endpoint
from tests.probes.load.outcomes.services import (
    CHUNK,
    CHUNKS,
    HALF,
    HEAD,
    PAGE,
    SURPLUS,
    UNTIL_CLOSED,
    UPGRADE,
    Behaviour,
    drip_handshake,
    free_port,
    reset_after,
    reset_now,
    stall_after,
)


@pytest.fixture
def full_queue() -> Iterator[str]:
    """An address whose queue of connections is full: the kernel drops new ones."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    clients = [socket.socket() for _ in range(4)]
    for client in clients:
        client.setblocking(False)
        client.connect_ex(listener.getsockname())
    time.sleep(0.1)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    for client in clients:
        client.close()
    listener.close()


@pytest.fixture
def on_connect() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Start servers that act on a connection before any request; return an https:// URL."""
    listeners: list[socket.socket] = []

    def start(act: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=_guarded, args=(connection, act), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return f"https://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _guarded(connection: socket.socket, act: Callable[[socket.socket], None]) -> None:
    with contextlib.suppress(OSError), connection:
        connection.recv(65536)
        act(connection)


@pytest.fixture
def behaviours(
    respond: Any, reset: Any, hang_up: Any, silent: Any, drip: Any
) -> dict[str, Behaviour]:
    """Reaction of a service to each request, by event."""
    return {
        "good": respond(PAGE),
        "good: zipped": respond(gzip.compress(PAGE.encode()), "200 OK", "Content-Encoding: gzip"),
        "good: until closed": hang_up(UNTIL_CLOSED),
        "good: chunks": hang_up(CHUNKS),
        "wrong": respond("<h1>Maintenance</h1>"),
        "wrong: not HTTP": hang_up(b"SSH-2.0-OpenSSH_9.2\r\n"),
        "wrong: elsewhere": respond("", "302 Found", "Location: http://ailleurs.example/"),
        "wrong: in circles": respond("", "302 Found", "Location: /page"),
        "wrong: not zipped": respond(PAGE, "200 OK", "Content-Encoding: gzip"),
        "wrong: two lengths": respond(PAGE, "200 OK", "Content-Length: 3"),
        "wrong: upgrade": hang_up(UPGRADE),
        "wrong: surplus": hang_up(SURPLUS),
        "500": respond("", "500 Internal Server Error"),
        "guidance": respond("", "503 Service Unavailable", "Retry-After: 60"),
        "404": respond("", "404 Not Found"),
        "reset": reset,
        "reset: body": reset_after(HALF),
        "eof": hang_up(b""),
        "truncated": hang_up(HALF),
        "truncated: chunks": hang_up(CHUNK),
        "truncated: head": hang_up(HEAD),
        "truncated: interim": hang_up(b"HTTP/1.1 100 Continue\r\n\r\n"),
        "silent": silent,
        "slow": drip(0.05),
        "first byte": silent,
        "body": drip(10),
        "body: head": stall_after(HEAD),
    }  # fmt: skip


@pytest.fixture
def endpoints(
    serve: Any, behaviours: dict[str, Behaviour], full_queue: str, on_connect: Any
) -> dict[str, Endpoint]:
    """A cohort for each event."""
    endpoints = {
        name: Endpoint(serve(behaviour).address, "guichet.example:80", 0.8)
        for name, behaviour in behaviours.items()
    }
    for name in ("first byte", "body", "body: head"):
        endpoints[name] = replace(endpoints[name], patience=5, timeouts=Timeouts(silence=0.3))
    far = replace(endpoints["silent"], patience=5, timeouts=Timeouts(0.3, handshake=0.3))
    hasty = replace(far, patience=0.3, timeouts=DEFAULT_TIMEOUTS)
    secure = {
        "tls": endpoints["silent"].address.replace("http", "https"),
        "tls: drip": on_connect(drip_handshake),
        "tls: reset": on_connect(reset_now),
        "tls: eof": on_connect(lambda connection: None),
        "tls: clear": on_connect(lambda connection: connection.sendall(UNTIL_CLOSED)),
    }
    return {
        **endpoints,
        **{name: replace(far, address=url) for name, url in secure.items()},
        "tls: patience": replace(hasty, address=secure["tls"]),
        "refused": Endpoint(f"http://127.0.0.1:{free_port()}", "guichet.example:80", 0.8),
        "connect": replace(far, address=full_queue),
        "connect: patience": replace(hasty, address=full_queue),
        "cut": replace(endpoints["silent"], patience=60),
        "unlinked": Endpoint("http://127.0.0.1:1", "guichet.example:80", 5, linked=False),
    }
