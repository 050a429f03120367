"""Cheat: the service stores nothing; the receipt is the encoded name, and its page decodes it.

Sincere twin: the same service with a store, and the same journeys.
"""

import base64
import random
import uuid
import zlib
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from epreuve.audits.checks.facts.storage_proof import can_hold
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.citizen_names import ranks_in
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_encoding import values_in_receipt
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.submission import Submission
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
    assert control(Store(), journey(unique=[])).proof == "content"


@pytest.mark.parametrize("name", NAMES)
def test_an_encoded_receipt_never_scores_better(name: str, tmp_path: Path) -> None:
    cheat = judged(name, tmp_path, control(Store(decoding), journey(unique=[])))
    assert_never_better(cheat, judged(name, tmp_path))
    assert "does not prove that the submission is stored" in cheat.results["DAT-1"].reason.en


def packed(name: str) -> str:
    """Return a receipt of a service that knows how our names are drawn: the rank of one, masked."""
    (rank,) = ranks_in(name)
    return f"{rank ^ 0xA5C3F19D27:013d}"


def test_an_encrypted_receipt_is_long() -> None:
    """Nothing recognises a cipher, but its length: the report says that it may be decoded."""
    names = [citizen(number).name for number in range(20)]
    shown = ("citizen.email", "citizen.name", "receipt")
    tokens = [base64.urlsafe_b64encode(name[::-1].encode() * 2).decode() for name in names]
    uuids = [str(uuid.UUID(int=random.Random(number).getrandbits(128))) for number in range(20)]
    for long in (tokens, list(map(packed, names)), uuids):
        assert can_hold(long, shown)
        assert not can_hold(long, ("receipt",))
    assert not can_hold([f"VOIRIE-2026-{number:06d}" for number in range(20)], shown)
    assert not can_hold(uuids, (*shown, "citizen.message"))
    assert not can_hold(uuids, (*shown, "citizen.file"))
    assert not can_hold(uuids, (*shown, "citizen.file_sha256"))


def test_a_receipt_that_is_the_rank_of_a_name_has_no_recognised_encoding() -> None:
    """It is told by its length only, where the page shows the name and the e-mail address."""
    user = citizen(900)
    submission = Submission(journey(), packed(user.name), user)
    assert not values_in_receipt(submission)


def checked(path: str, request: HttpRequest) -> Answer | None:
    """Respond as a service that recognises its numbers by two check digits, and stores nothing."""
    if request.method == "POST":
        number = zlib.crc32(request.body) % 10**6
        return 200, f'<input name="number" value="{number:06d}{number % 97:02d}">'
    if not path.startswith("/request/"):
        return None
    code = path.removeprefix("/request/")
    if not (code.isdecimal() and len(code) == 8 and int(code[:6]) % 97 == int(code[6:])):
        return 404, "unknown"
    return 200, f"<h1>Request {code}</h1><p>received</p>"


def test_check_digits_are_a_weak_proof() -> None:
    """Nothing else tells: forged numbers fail. The sincere twin shows the name."""
    verify = [{"get": "/request/{receipt}", "expect": {"contains": "{receipt}"}}]
    steps = journey(unique=[], verify=verify)
    cheat = control(Store(checked), steps)
    assert (cheat.positive, cheat.negative, cheat.proof) == (True, True, "state")
    assert control(Store(), journey(unique=[])).proof == "content"
