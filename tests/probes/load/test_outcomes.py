"""Each outcome class, caused by a service, through the load process and through probes."""

import contextlib
import gzip
import math
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.response import ExchangeError
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import judge
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.process import Load

pytestmark = pytest.mark.process

JOURNEY = Journey.model_validate(
    {"steps": [{"get": "/page", "expect": {"contains": "Vos démarches"}}]}
)
PAGE = "<h1>Vos d&eacute;marches</h1>"
Behaviour = Callable[[socket.socket, bytes], None]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


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


def _drip_handshake(connection: socket.socket) -> None:
    """A handshake record announced as long, one byte at a time: each wait is short."""
    connection.sendall(b"\x16\x03\x03\x40\x00")
    for _ in range(60):
        connection.sendall(b"\x02")
        time.sleep(0.05)


def _reset_now(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _reset_after(sent: bytes) -> Behaviour:
    def behaviour(connection: socket.socket, request: bytes) -> None:
        connection.sendall(sent)
        time.sleep(0.2)  # the client reads these bytes first
        _reset_now(connection)
        connection.close()

    return behaviour


def _stall_after(sent: bytes) -> Behaviour:
    def behaviour(connection: socket.socket, request: bytes) -> None:
        connection.sendall(sent)
        threading.Event().wait(20)

    return behaviour


HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
CHUNK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhe"
UNTIL_CLOSED = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
CHUNKS = (
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    f"Content-Type: text/html\r\n\r\n{len(PAGE):x}\r\n{PAGE}\r\n0\r\n\r\n"
).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-"
UPGRADE = b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
SURPLUS = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n"


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
        "reset: body": _reset_after(HALF),
        "eof": hang_up(b""),
        "truncated": hang_up(HALF),
        "truncated: chunks": hang_up(CHUNK),
        "truncated: head": hang_up(HEAD),
        "truncated: interim": hang_up(b"HTTP/1.1 100 Continue\r\n\r\n"),
        "silent": silent,
        "slow": drip(0.05),
        "first byte": silent,
        "body": drip(10),
        "body: head": _stall_after(HEAD),
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
        endpoints[name] = replace(endpoints[name], patience=5, silence_timeout=0.3)
    far = replace(endpoints["silent"], patience=5, connect_timeout=0.3)
    secure = {
        "tls": endpoints["silent"].address.replace("http", "https"),
        "tls: drip": on_connect(_drip_handshake),
        "tls: reset": on_connect(_reset_now),
        "tls: eof": on_connect(lambda connection: None),
        "tls: clear": on_connect(lambda connection: connection.sendall(UNTIL_CLOSED)),
    }
    return {
        **endpoints,
        **{name: replace(far, address=url) for name, url in secure.items()},
        "tls: patience": replace(far, address=secure["tls"], patience=0.3, connect_timeout=30),
        "refused": Endpoint(f"http://127.0.0.1:{free_port()}", "guichet.example:80", 0.8),
        "connect": replace(far, address=full_queue),
        "connect: patience": replace(far, address=full_queue, patience=0.3, connect_timeout=30),
        "cut": replace(endpoints["silent"], patience=60),
        "unlinked": Endpoint("http://127.0.0.1:1", "guichet.example:80", 5, linked=False),
    }


def run(plan: LoadPlan, folder: Path) -> list[Any]:
    rows: list[Any] = []
    load = Load(plan, folder, rows.extend)
    load.start()
    assert load.wait_ready(40), load.failure
    load.go(time.monotonic() + 0.3)
    assert load.wait(20)
    assert load.failure is None
    return rows


EXPECTED = {
    "good": "success",
    "good: zipped": "success",
    "good: until closed": "success",
    "good: chunks": "success",
    "wrong": "wrong content",
    "wrong: not HTTP": "wrong content",
    "wrong: elsewhere": "wrong content",
    "wrong: in circles": "wrong content",
    "wrong: not zipped": "wrong content",
    "wrong: two lengths": "wrong content",
    "wrong: upgrade": "wrong content",
    "wrong: surplus": "wrong content",
    "500": "http error",
    "guidance": "http error",
    "404": "http error",
    "reset": "reset",
    "reset: body": "reset",
    "eof": "eof",
    "truncated": "truncated",
    "truncated: chunks": "truncated",
    "truncated: head": "truncated",
    "truncated: interim": "truncated",
    "silent": "gave up",
    "slow": "gave up",
    "first byte": "first byte timeout",
    "body": "body timeout",
    "body: head": "body timeout",
    "refused": "refused",
    "connect": "connect timeout",
    "connect: patience": "gave up",
    "tls": "tls timeout",
    "tls: drip": "tls timeout",
    "tls: patience": "gave up",
    "tls: reset": "reset",
    "tls: eof": "eof",
    "tls: clear": "error",
    "cut": "in flight",
    "unlinked": "no link",
}
LOAD_ONLY = {"cut", "unlinked"}  # a run that ends, a user without network: no exchange


def outcome_for_probes(endpoint: Endpoint) -> str:
    """Outcome of the journey's step for the harness's own client, on blocking sockets."""
    (step,) = JOURNEY.steps
    variables = Variables(Citizen(7, 0))
    client = endpoint.client(CookieJar())
    try:
        response = client.fetch(compose(step, variables), endpoint.patience)
        return judge(step, response, variables).outcome
    except ExchangeError as failure:
        return failure.outcome
    finally:
        client.close()


def test_probes_and_load_give_each_event_the_same_outcome(
    endpoints: dict[str, Endpoint], tmp_path: Path
) -> None:
    arrivals = [Arrival(number, 0.0, "page", name) for number, name in enumerate(endpoints)]
    plan = LoadPlan(math.nan, 3.0, 7, endpoints, {"page": JOURNEY}, arrivals)

    rows = run(plan, tmp_path)
    with ThreadPoolExecutor(len(endpoints)) as threads:
        names = sorted(endpoints.keys() - LOAD_ONLY)
        probed = dict(
            zip(names, threads.map(lambda name: outcome_for_probes(endpoints[name]), names),
                strict=True)
        )  # fmt: skip

    attempts = {row.cohort: row for row in rows if isinstance(row, Attempt)}
    requests = {row.arrival: row for row in rows if isinstance(row, Request)}
    assert {name: row.outcome for name, row in attempts.items()} == EXPECTED
    assert probed == {name: EXPECTED[name] for name in names}
    for name, attempt in attempts.items():
        if name == "unlinked":
            assert attempt.arrival not in requests
        else:
            assert requests[attempt.arrival].outcome == EXPECTED[name]
    assert requests[attempts["guidance"].arrival].guided
    assert requests[attempts["500"].arrival].status == 500
    assert requests[attempts["good"].arrival].size == len(PAGE)
    health = [row for row in rows if isinstance(row, Observation) and row.subject == "health"]
    assert health
    assert health[0].record.open_files > 0


def test_nothing_is_sent_twice_by_the_client(serve: Any, hang_up: Any, tmp_path: Path) -> None:
    service = serve(hang_up(b""))
    endpoints = {"ville": Endpoint(service.address, "guichet.example:80", 2)}
    plan = LoadPlan(
        math.nan, 2, 7, endpoints, {"page": JOURNEY}, [Arrival(0, 0.0, "page", "ville")]
    )
    run(plan, tmp_path)
    assert len(service.requests) == 1


def test_cookies_host_redirects_and_files_reach_the_service(
    serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EPREUVE_TEST_KEY", "s3cret")

    def guichet(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET / "):
            answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: session=abc; Path=/\r\nContent-Length: 0\r\n"
        elif request.startswith(b"POST"):
            answer = b"HTTP/1.1 303 See Other\r\nLocation: /fait?n=9\r\nContent-Length: 0\r\n"
        else:
            answer = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n"
        connection.sendall(answer + b"\r\n" + (b"recu 9" if b"/fait" in request else b""))

    service = serve(guichet)
    journey = Journey.model_validate(
        {
            "steps": [
                {"get": "/"},
                {
                    "post": "/acte?de={citizen.name}",
                    "form": {"nom": "{citizen.name}"},
                    "files": {"piece": "{citizen.file}"},
                    "headers": {"X-Key": "{env.EPREUVE_TEST_KEY}"},
                    "capture": {"receipt": r"recu (\d)"},
                    "think": 0,
                },
            ],
            "acknowledged_by": "receipt",
        }
    )
    endpoints = {"ville": Endpoint(service.address, "guichet.example:80", 2)}
    plan = LoadPlan(
        math.nan, 2, 7, endpoints, {"acte": journey}, [Arrival(5, 0.0, "acte", "ville")]
    )

    rows = run(plan, tmp_path)

    (attempt,) = [row for row in rows if isinstance(row, Attempt)]
    assert (attempt.outcome, attempt.receipt) == ("success", "9")
    home, post, done = service.requests
    assert b"Host: guichet.example:80\r\n" in home
    assert b"session=abc" in post
    assert b"X-Key: s3cret" in post
    assert b"Pi\xc3\xa8ce de" in post
    assert done.startswith(b"GET /fait?n=9 ")
    assert b"session=abc" in done
    assert service.connections == 1
    assert "s3cret" not in repr(rows) + (tmp_path / "load.json").read_text()


def test_every_kind_of_step_and_proof_through_a_real_service(serve: Any, tmp_path: Path) -> None:
    """JSON sent and checked, a redirect that is not followed, a selector, the timeout of a step."""
    received: list[bytes] = []

    def guichet(connection: socket.socket, request: bytes) -> None:
        received.append(request)
        kind, head, body = "text/html", "200 OK", b'<form class="acte"><input name=j value="t9">'
        if request.startswith(b"POST /api"):
            kind, body = "application/json", b'{"dossier": {"pieces": [{"nom": "acte"}]}}'
        elif request.startswith(b"GET /connexion"):
            head, body = "303 See Other\r\nLocation: /accueil", b""
        elif request.startswith(b"GET /lent"):
            time.sleep(1.0)
        answer = f"HTTP/1.1 {head}\r\nContent-Type: {kind}\r\nX-Etat: ouvert\r\n"
        connection.sendall(f"{answer}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    service = serve(guichet)
    journey = Journey.model_validate(
        {
            "steps": [
                {
                    "get": "/form", "expect": {"css": "form.acte input", "matches": "value=.t"},
                    "capture": {"jeton": 'value="([^"]+)"'},
                },
                {
                    "post": "/api", "think": 0, "json": {"ne": ["{citizen.birthday}", 1]},
                    "headers": {"X-Jeton": "{jeton}"},
                    "expect": {
                        "json_path": {"$.dossier.pieces[0].nom": "acte"},
                        "header": {"X-Etat": "ouvert"},
                    },
                },
                {
                    "get": "/connexion", "think": 0, "redirects": False,
                    "expect": {"status": 303, "header": {"Location": "/accueil"}},
                },
                {"get": "/lent", "think": 0, "timeout": 0.3},
            ]
        }
    )  # fmt: skip
    endpoints = {"ville": Endpoint(service.address, "guichet.example:80", 5)}
    arrivals = [Arrival(0, 0.0, "acte", "ville")]
    plan = LoadPlan(math.nan, 5, 7, endpoints, {"acte": journey}, arrivals)

    rows = run(plan, tmp_path)

    outcomes = [(row.step, row.outcome) for row in rows if isinstance(row, Request)]
    assert outcomes == [
        ("GET /form", "success"), ("POST /api", "success"), ("GET /connexion", "success"),
        ("GET /lent", "gave up"),
    ]  # fmt: skip
    _, post, *_ = received
    assert b"X-Jeton: t9\r\n" in post
    assert b"Content-Type: application/json\r\n" in post
    assert re.search(rb'\{"ne": \["\d{4}-\d\d-\d\d", 1\]\}$', post)
    assert not any(request.startswith(b"GET /accueil") for request in received)
