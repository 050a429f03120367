"""Receipts shown to a service that has kept some of them."""

import re
import socket
from typing import Any

from epreuve.probes.evidence.records import Attempt, Observation
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt import verify_receipts

SEED = 42
JOURNEY = Journey.model_validate(
    {
        "steps": [{"get": "/", "capture": {"receipt": r"n° (\w+)"}}],
        "acknowledged_by": "receipt",
        "verify": [{"get": "/dossiers/{receipt}", "expect": {"contains": "{citizen.name}"}}],
        "unique": [{"get": "/liste/{receipt}", "expect": {"contains": "une fois"}}],
        "processed": [{"get": "/agents/{receipt}", "expect": {"contains": "traité"}}],
    }
)


def attempt(arrival: int, receipt: str) -> Attempt:
    return Attempt(arrival, "acte", "ville", 0, 0, 1, "success", "GET /", receipt, 1.0, False)


class Desk:
    """Answers by receipt number; what it answers is named by the number itself."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        found = re.match(rb"GET /(\w+)/(\w+)(\d) ", request)
        assert found is not None
        place, kind, arrival = found[1].decode(), found[2].decode(), int(found[3])
        key = f"{place}/{kind}"
        self.asked[key] = self.asked.get(key, 0) + 1
        status, body = self.say(place, kind, arrival, self.asked[key])
        if status == 0:
            connection.shutdown(socket.SHUT_RDWR)
            return
        content = body.encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nContent-Length: {len(content)}"
        connection.sendall(head.encode() + b"\r\n\r\n" + content)

    def say(self, place: str, kind: str, arrival: int, time: int) -> tuple[int, str]:
        if place == "agents":
            return 200, "traité" if kind == "KEPT" or time > 2 else "en attente"
        if place == "liste":
            return 200, "deux fois" if kind == "TWICE" else "une fois"
        name = Citizen(SEED, arrival).name
        return {
            "LOST": (404, "inconnu"),
            "EMPTY": (200, "aucun dossier"),
            "SPOILT": (200, f"n° SPOILT{arrival} de quelqu’un d’autre"),
            "DOWN": (503, "panne"),
            "SILENT": (0, ""),
            "SHY": (0, "") if time < 3 else (200, f"n° SHY{arrival} de {name}"),
        }.get(kind, (200, f"n° {kind}{arrival} de {name}"))


def audit(serve: Any, *receipts: str, budget: float = 5.0) -> dict[str, dict[str, object]]:
    service = serve(Desk())
    attempts = [attempt(number, f"{kind}{number}") for number, kind in enumerate(receipts)]
    seen: list[Observation] = list(
        verify_receipts(
            [*attempts, attempt(99, "")], {"acte": JOURNEY}, SEED,
            service.address, "guichet.example:80", budget, now=lambda: 12.5,
        )
    )  # fmt: skip
    assert len(seen) == len(receipts)
    assert {(one.probe, one.time) for one in seen} == {("receipt", 12.5)}
    return {one.subject.rstrip("0123456789"): dict(one.value) for one in seen}


def test_what_was_kept_lost_spoilt_doubled_or_not_read(serve: Any) -> None:
    seen = audit(serve, "KEPT", "LOST", "EMPTY", "SPOILT", "TWICE", "DOWN", "SILENT", "SHY", "LATE")

    def told(kind: str) -> tuple[object, ...]:
        return tuple(seen[kind][name] for name in ("read", "found", "intact", "once", "processed"))

    assert told("KEPT") == (True, True, True, True, True)
    assert told("LOST") == (True, False, False, None, None)
    assert told("EMPTY") == (True, False, False, None, None)
    assert told("SPOILT")[:3] == (True, True, False)
    assert told("TWICE")[:4] == (True, True, True, False)
    assert told("DOWN") == (False, False, False, None, None)
    assert told("SILENT") == (False, False, False, None, None)
    assert told("SHY")[:3] == (True, True, True)
    assert told("LATE") == (True, True, True, True, True)  # processed at the third look
    assert seen["KEPT"]["arrival"] == 0
    assert seen["KEPT"]["journey"] == "acte"


def test_no_time_left_is_inconclusive(serve: Any) -> None:
    assert audit(serve, "KEPT", budget=0.0)["KEPT"]["read"] is False


def test_a_journey_that_cannot_be_verified_is_inconclusive(serve: Any) -> None:
    journey = JOURNEY.model_copy(update={"verify": ()})
    (seen,) = verify_receipts(
        [attempt(1, "KEPT1")], {"acte": journey}, SEED, "http://127.0.0.1:1", "a:80", 1.0
    )
    assert seen.value["read"] is False
