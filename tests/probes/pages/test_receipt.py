"""Receipt verification on a service that kept some submissions."""

import re
import socket
from typing import Any

from epreuve.probes.evidence.records import Attempt
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


class ReceiptService:
    """A service whose response depends on the receipt number, which names it."""

    def __init__(self) -> None:
        self.requests: dict[str, int] = {}

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        match = re.match(rb"GET /(\w+)/(\w+)(\d) ", request)
        assert match is not None
        path, kind, arrival = match[1].decode(), match[2].decode(), int(match[3])
        key = f"{path}/{kind}"
        self.requests[key] = self.requests.get(key, 0) + 1
        status, body = self.response(path, kind, arrival, self.requests[key])
        if status == 0:
            connection.shutdown(socket.SHUT_RDWR)
            return
        content = body.encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nContent-Length: {len(content)}"
        connection.sendall(head.encode() + b"\r\n\r\n" + content)

    def response(self, path: str, kind: str, arrival: int, time: int) -> tuple[int, str]:
        if path == "agents":
            return 200, "traité" if kind == "KEPT" or time > 2 else "en attente"
        if path == "liste":
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


def verify(serve: Any, *receipts: str, budget: float = 5.0) -> dict[str, dict[str, object]]:
    service = serve(ReceiptService())
    attempts = [attempt(number, f"{kind}{number}") for number, kind in enumerate(receipts)]
    observations = list(
        verify_receipts(
            [*attempts, attempt(99, "")], {"acte": JOURNEY}, SEED,
            service.address, "guichet.example:80", budget, now=lambda: 12.5,
        )
    )  # fmt: skip
    assert len(observations) == len(receipts)
    assert {(row.kind, row.time) for row in observations} == {("receipt", 12.5)}
    return {row.subject.rstrip("0123456789"): row.record.model_dump() for row in observations}


def test_receipts_kept_lost_damaged_duplicated_or_unread(serve: Any) -> None:
    records = verify(
        serve, "KEPT", "LOST", "EMPTY", "SPOILT", "TWICE", "DOWN", "SILENT", "SHY", "LATE"
    )

    def state(kind: str) -> tuple[object, ...]:
        names = ("answered", "found", "intact", "unique", "processed")
        return tuple(records[kind][name] for name in names)

    assert state("KEPT") == (True, True, True, True, True)
    assert state("LOST") == (True, False, False, None, None)
    assert state("EMPTY") == (True, False, False, None, None)
    assert state("SPOILT")[:3] == (True, True, False)
    assert state("TWICE")[:4] == (True, True, True, False)
    assert state("DOWN") == (False, False, False, None, None)
    assert state("SILENT") == (False, False, False, None, None)
    assert state("SHY")[:3] == (True, True, True)
    assert state("LATE") == (True, True, True, True, True)  # processed at the third check
    assert records["KEPT"]["arrival"] == 0
    assert records["KEPT"]["journey"] == "acte"


def test_no_time_left_is_inconclusive(serve: Any) -> None:
    assert verify(serve, "KEPT", budget=0.0)["KEPT"]["answered"] is False


def test_a_journey_that_cannot_be_verified_is_inconclusive(serve: Any) -> None:
    journey = JOURNEY.model_copy(update={"verify": ()})
    (observation,) = verify_receipts(
        [attempt(1, "KEPT1")], {"acte": journey}, SEED, "http://127.0.0.1:1", "a:80", 1.0
    )
    assert observation.record.answered is False
