"""Receipts that encode the name and prove no storage, next to those of a service that stores."""

import base64
import zlib
from collections.abc import Callable
from urllib.parse import parse_qs, quote

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.pages import control_reader
from epreuve.probes.pages.receipt_controls import receipt_controls
from tests.probes.pages.reading import journey
from tests.probes.pages.store import Answer, Store, citizen


def url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unurl64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


ENCODINGS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "hexadecimal": (lambda name: name.encode().hex(), lambda text: bytes.fromhex(text).decode()),
    "base 64": (lambda name: url64(name.encode()), lambda text: unurl64(text).decode()),
    "base 32": (
        lambda name: base64.b32encode(name.encode()).decode().rstrip("="),
        lambda text: base64.b32decode(text + "=" * (-len(text) % 8)).decode(),
    ),
    "zlib": (
        lambda name: url64(zlib.compress(name.encode())),
        lambda text: zlib.decompress(unurl64(text)).decode(),
    ),
    "reversed": (
        lambda name: url64(name[::-1].encode()),
        lambda text: unurl64(text).decode()[::-1],
    ),
}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control_reader, "EVERY", 0.01)


@pytest.mark.parametrize("kind", ENCODINGS)
def test_a_service_that_decodes_the_receipt_proves_nothing(kind: str) -> None:
    encode, decode = ENCODINGS[kind]

    def change(path: str, request: HttpRequest) -> Answer | None:
        if path == "/request" and request.method == "POST":
            name = parse_qs(request.body.decode())["author"][0]
            return 200, f'<h1>Thank you</h1><input name="number" value="{encode(name)}">'
        if not path.startswith("/request/"):
            return None
        code = path.removeprefix("/request/")
        try:
            name = decode(code)
        except (ValueError, zlib.error):
            return 404, "unknown"
        # Stands for a checksum in the code: forged codes are refused without storage.
        known = encode(citizen(1).name) == code
        return (200, f"<h1>{quote(code)}</h1><p>{name}</p>") if known else (404, "unknown")

    store = Store(change)
    control = receipt_controls(journey(unique=[]), citizen(1), store.run, appears_within=0.05)
    assert (control.positive, control.negative) == (True, True)
    assert control.proof == "nothing"
    assert not store.kept


def test_a_number_of_a_service_that_stores_proves_content() -> None:
    control = receipt_controls(journey(unique=[]), citizen(1), Store().run, appears_within=0.05)
    assert control.proof == "content"
