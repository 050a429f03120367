"""Cheat: the service stores nothing; the receipt is the encoded name, and its page decodes it.

Sincere twin: the same service with a store, and the same journeys.
"""

import base64
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from epreuve.audits.checks.facts.storage_proof import BITS, capacity
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_records import ReceiptControl
from tests.cheating.storage import NAMES, assert_never_better, judged
from tests.probes.pages.reading import journey
from tests.probes.pages.store import Answer, Store, citizen


def decoding(path: str, request: HttpRequest) -> Answer | None:
    """Respond as a service that decodes the receipt."""
    if request.method == "POST":
        name = parse_qs(request.body.decode())["author"][0]
        code = base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")
        return 200, f'<h1>Thank you</h1><input name="number" value="{code}">'
    if not path.startswith("/request/"):
        return None
    code = path.removeprefix("/request/")
    try:
        name = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode()
    except ValueError:
        return 404, "unknown"
    return 200, f"<h1>Request {code}</h1><p>{name}: Street light out</p>"


def control(store: Store, steps: Journey) -> ReceiptControl:
    return receipt_controls(steps, citizen(900), store.run, appears_within=0.05)


def test_the_control_sees_that_the_receipt_holds_the_name() -> None:
    steps = journey(unique=[])
    assert control(Store(decoding), steps).proof == "nothing"
    assert control(Store(), steps).proof == "content"


@pytest.mark.parametrize("name", NAMES)
def test_an_encoded_receipt_never_scores_better(name: str, tmp_path: Path) -> None:
    cheat = judged(name, tmp_path, control(Store(decoding), journey(unique=[])))
    assert_never_better(cheat, judged(name, tmp_path))
    assert "does not prove that the submission is stored" in cheat.results["DAT-1"].reason.en


def test_an_encrypted_receipt_is_long() -> None:
    """Nothing recognises a cipher, but its length: the report says that it may be decoded."""
    names = [citizen(number).name for number in range(20)]
    needed = BITS * max(map(len, names))
    tokens = [base64.urlsafe_b64encode(name[::-1].encode() * 2).decode() for name in names]
    assert capacity(tokens) > needed
    assert capacity([f"VOIRIE-2026-{number:06d}" for number in range(20)]) < needed
    uuids = [f"{number * 2**100 + 7 * number:032x}" for number in range(1, 20)]
    assert capacity(uuids) < needed
