"""Each outcome class, provoked by a service that misbehaves, seen through the real child."""

import gzip
import math
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.records import Attempt, Observation, Request
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.plan import Arrival, Endpoint, LoadPlan
from epreuve.probes.load.process import Load

JOURNEY = Journey.model_validate(
    {"steps": [{"get": "/page", "expect": {"contains": "Vos démarches"}}]}
)
PAGE = "<h1>Vos d&eacute;marches</h1>"
Seen = dict[str, tuple[Request | None, Attempt]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def deaf() -> Iterator[str]:
    """An address whose queue of connections is full: the kernel drops whatever comes."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    callers = [socket.socket() for _ in range(4)]
    for caller in callers:
        caller.setblocking(False)
        caller.connect_ex(listener.getsockname())
    time.sleep(0.1)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    for caller in callers:
        caller.close()
    listener.close()


@pytest.fixture
def doors(
    serve: Any, respond: Any, reset: Any, hang_up: Any, silent: Any, drip: Any, deaf: str
) -> dict[str, Endpoint]:
    """A cohort for each way of behaving."""
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    chunk = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhe"
    plain = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    chunks = (
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
        f"Content-Type: text/html\r\n\r\n{len(PAGE):x}\r\n{PAGE}\r\n0\r\n\r\n"
    ).encode()
    zipped = gzip.compress(PAGE.encode())
    behaviours = {
        "good": respond(PAGE),
        "good: zipped": respond(zipped, "200 OK", "Content-Encoding: gzip"),
        "good: until closed": hang_up(plain),
        "good: chunks": hang_up(chunks),
        "wrong": respond("<h1>Maintenance</h1>"),
        "wrong: not HTTP": hang_up(b"SSH-2.0-OpenSSH_9.2\r\n"),
        "wrong: elsewhere": respond("", "302 Found", "Location: http://ailleurs.example/"),
        "wrong: in circles": respond("", "302 Found", "Location: /page"),
        "500": respond("", "500 Internal Server Error"),
        "told": respond("", "503 Service Unavailable", "Retry-After: 60"),
        "404": respond("", "404 Not Found"),
        "reset": reset,
        "eof": hang_up(b""),
        "truncated": hang_up(half),
        "truncated: chunks": hang_up(chunk),
        "truncated: head": hang_up(b"HTTP/1.1 200 OK\r\nContent-"),
        "silent": silent,
        "first byte": silent,
        "body": drip(10),
        "slow": drip(0.05),
    }
    doors = {
        name: Endpoint(serve(behaviour).address, "guichet.example:80", 0.8)
        for name, behaviour in behaviours.items()
    }
    doors["refused"] = Endpoint(f"http://127.0.0.1:{free_port()}", "guichet.example:80", 0.8)
    doors["deaf"] = Endpoint(deaf, "guichet.example:80", 5, connect_timeout=0.3)
    doors["tls"] = Endpoint(
        doors["silent"].address.replace("http", "https"),
        "guichet.example:80",
        5,
        connect_timeout=0.3,
    )
    for name in ("first byte", "body"):
        door = doors[name]
        doors[name] = Endpoint(door.address, door.authority, 5, silence_timeout=0.3)
    doors["cut"] = Endpoint(doors["silent"].address, "guichet.example:80", 60)
    doors["unlinked"] = Endpoint("http://127.0.0.1:1", "guichet.example:80", 5, linked=False)
    return doors


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
    "500": "http error",
    "told": "http error",
    "404": "http error",
    "reset": "reset",
    "eof": "eof",
    "truncated": "truncated",
    "truncated: chunks": "truncated",
    "truncated: head": "truncated",
    "silent": "gave up",
    "slow": "gave up",
    "first byte": "first byte timeout",
    "body": "body timeout",
    "refused": "refused",
    "deaf": "connect timeout",
    "tls": "tls timeout",
    "cut": "in flight",
    "unlinked": "no link",
}


def test_each_class_is_told_apart(doors: dict[str, Endpoint], tmp_path: Path) -> None:
    arrivals = [Arrival(number, 0.0, "page", name) for number, name in enumerate(doors)]
    plan = LoadPlan(math.nan, 3.0, 7, doors, {"page": JOURNEY}, arrivals)

    rows = run(plan, tmp_path)

    attempts = {row.cohort: row for row in rows if isinstance(row, Attempt)}
    requests = {row.arrival: row for row in rows if isinstance(row, Request)}
    assert {name: row.outcome for name, row in attempts.items()} == EXPECTED
    for name, attempt in attempts.items():
        if name == "unlinked":
            assert attempt.arrival not in requests
        else:
            assert requests[attempt.arrival].outcome == EXPECTED[name]
    assert requests[attempts["told"].arrival].told
    assert requests[attempts["500"].arrival].status == 500
    assert requests[attempts["good"].arrival].size == len(PAGE)
    health = [row for row in rows if isinstance(row, Observation) and row.subject == "health"]
    assert health
    assert set(health[0].value) >= {"cpu", "files", "waiting", "lag_p99"}


def test_nothing_is_sent_twice_behind_our_back(serve: Any, hang_up: Any, tmp_path: Path) -> None:
    service = serve(hang_up(b""))
    doors = {"ville": Endpoint(service.address, "guichet.example:80", 2)}
    plan = LoadPlan(math.nan, 2, 7, doors, {"page": JOURNEY}, [Arrival(0, 0.0, "page", "ville")])
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
    doors = {"ville": Endpoint(service.address, "guichet.example:80", 2)}
    plan = LoadPlan(math.nan, 2, 7, doors, {"acte": journey}, [Arrival(5, 0.0, "acte", "ville")])

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
    """JSON asked and proved, a redirect that is not followed, a selector, a time-out of a step."""
    heard: list[bytes] = []

    def guichet(connection: socket.socket, request: bytes) -> None:
        heard.append(request)
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
    doors = {"ville": Endpoint(service.address, "guichet.example:80", 5)}
    arrivals = [Arrival(0, 0.0, "acte", "ville")]
    plan = LoadPlan(math.nan, 5, 7, doors, {"acte": journey}, arrivals)

    rows = run(plan, tmp_path)

    seen = [(row.step, row.outcome) for row in rows if isinstance(row, Request)]
    assert seen == [
        ("GET /form", "success"), ("POST /api", "success"), ("GET /connexion", "success"),
        ("GET /lent", "gave up"),
    ]  # fmt: skip
    _, post, *_ = heard
    assert b"X-Jeton: t9\r\n" in post
    assert b"Content-Type: application/json\r\n" in post
    assert re.search(rb'\{"ne": \["\d{4}-\d\d-\d\d", 1\]\}$', post)
    assert not any(request.startswith(b"GET /accueil") for request in heard)
