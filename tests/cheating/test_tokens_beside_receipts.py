"""Cheat: the service stores nothing; a token beside the receipt holds the name.

The profile captures a short number as the receipt, and the token as another value. Sincere twins: a
service with a store whose page has a random key in its address, and one whose captured address only
repeats the receipt.
"""

import base64
import json
import random
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from epreuve.audits.checks.facts.storage_proof import _beside, can_hold
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_proof import proof_of
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.submission import Submission
from tests.probes.pages.reading import journey
from tests.probes.pages.store import JOURNEY, Answer, Change, Store, attempt, citizen, html

USERS = range(20)

SHOWN = ("citizen.name", "receipt")


def captured() -> Journey:
    """Return the journey of a profile that captures a token too, and reads the page with both."""
    form, post = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)["steps"]
    capture = {**post["capture"], "token": r'\?t=([\w-]+)"'}
    read = {"get": "/request/{receipt}?t={token}", "expect": {"contains": "{citizen.name}"}}
    return journey(unique=[], steps=[form, {**post, "capture": capture}], verify=[read])


def stateless(*, plain: bool) -> Change:
    """Return a service that gives a number with two check digits, and the name in a token."""

    def respond(path: str, request: HttpRequest) -> Answer | None:
        if request.method == "POST":
            name = parse_qs(request.body.decode())["author"][0].encode()
            number = random.Random(name).randrange(10**4)
            code = f"{number:04d}{number % 97:02d}"
            token = base64.urlsafe_b64encode(name if plain else _masked(name)).decode().rstrip("=")
            link = f'<a href="/request/{code}?t={token}">Follow</a>'
            return 200, f'<h1>Thank you</h1><input name="number" value="{code}">{link}'
        found = re.fullmatch(r"/request/(\d{4})(\d\d)", urlsplit(path).path)
        if found is None or int(found[1]) % 97 != int(found[2]):
            return (404, "unknown") if path.startswith("/request/") else None
        token = parse_qs(urlsplit(request.target).query)["t"][0]
        name = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        shown = (name if plain else _masked(name)).decode()
        return 200, f"<h1>Request {found[1]}{found[2]}</h1><p>{shown}: Street light out</p>"

    return respond


def _masked(data: bytes) -> bytes:
    return bytes(byte ^ 0x5A for byte in data)


def sincere(path: str, request: HttpRequest) -> Answer | None:
    """Respond as a store whose numbers are beside a random key that opens their page."""
    if request.method == "POST":
        name = parse_qs(request.body.decode())["author"][0]
        number, key = STORE.submit(name), f"{random.Random(name).getrandbits(64):x}"
        link = f'<a href="/request/{number}?t={key}">Follow</a>'
        return 200, f'<h1>Thank you</h1><input name="number" value="{number}">{link}'
    return None


STORE = Store(sincere)


def control(store: Store, steps: Journey) -> ReceiptControl:
    made = receipt_controls(steps, citizen(900), store.run, appears_within=0.05)
    assert (made.positive, made.negative) == (True, True), made.reason
    return made


@pytest.mark.parametrize(
    ("service", "proof"), [(Store(stateless(plain=True)), "state"), (STORE, "content")]
)
def test_a_token_that_encodes_the_name_proves_nothing_of_it(service: Store, proof: str) -> None:
    """The number remains: check digits may recognise it, so it is a weak proof."""
    assert control(service, captured()).proof == proof


def test_a_name_in_the_value_that_replaces_the_receipt_proves_nothing() -> None:
    """Where `verify` sends the captured address only, the address is the receipt."""
    steps = journey(verify=[{"get": "{link}", "expect": {"contains": "{citizen.name}"}}])
    user = citizen(900)
    sent = Submission(steps, "12", user, {"link": f"/request/{user.name.encode().hex()}"})
    assert proof_of(sent, html(200, f"<h1>Request 12</h1>{user.name}"), ()) == "nothing"


def tried(number: int, **kept: str) -> Attempt:
    """Return a user with a number of six digits and other captured values."""
    return attempt(number, f"{number * 7919:06d}")._replace(captured=json.dumps(kept))


def test_an_encrypted_token_may_hold_the_name() -> None:
    """Nothing recognises a cipher, but its length, and that `verify` sends it."""
    tokens = [tried(number, token=f"{random.Random(number).getrandbits(96):x}") for number in USERS]
    given = [one.receipt for one in tokens]
    assert can_hold(given, SHOWN, _beside(tokens, {"receipt", "token"}))
    assert not can_hold(given, SHOWN, _beside(tokens, {"receipt"}))
    links = [tried(number, link=f"/request/{number * 7919:06d}") for number in USERS]
    assert not can_hold(given, SHOWN, _beside(links, {"link"}))
