"""Requests of the load process, as a service receives them."""

import math
import re
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from tests.probes.load.outcomes.load_run import run
from tests.probes.load.outcomes.services import JOURNEY

pytestmark = pytest.mark.process


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
    assert b"Host: guichet.example\r\n" in home
    assert b"session=abc" in post
    assert b"X-Key: s3cret" in post
    assert Citizen(7, 5).file in post
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
    assert re.search(rb'\{"ne":\["\d{4}-\d\d-\d\d",1\]\}$', post)
    assert not any(request.startswith(b"GET /accueil") for request in received)
