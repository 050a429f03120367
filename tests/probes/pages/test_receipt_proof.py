"""What the page of a receipt just made proves."""

from typing import Any
from urllib.parse import quote

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.pages import control_reader
from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_records import Proof
from tests.probes.pages.reading import journey, read, states
from tests.probes.pages.store import Store, citizen, filed

MISSING = (404, "<h1>Not found</h1>")
FOOTER = "<footer>Open 1 to 5</footer>"  # the first receipt is 1


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control_reader, "EVERY", 0.01)
    monkeypatch.setattr(module, "PAUSE", 0.001)


def service(page: str, missing: tuple[int, str] = MISSING) -> Store:
    """A service that keeps all requests; `page` is that of each of them."""

    def change(path: str, _: HttpRequest) -> tuple[int, str] | None:
        number = path.removeprefix("/state/")
        if number == path:
            return None
        if number not in store.kept:
            return missing[0], missing[1].format(number=number)
        return 200, page.format(number=number, name=store.kept[number], phone=citizen(1).phone)

    store = Store(change)
    return store


def verify(**expect: Any) -> dict[str, Any]:
    return {"get": "/state/{receipt}", "expect": expect}


@pytest.mark.parametrize(
    ("page", "missing", "expect", "proof"),
    [
        ("<p>{name}: kept</p>", MISSING, {"contains": "{citizen.name}"}, "content"),
        ("<p>{name}: kept</p>", MISSING, {"contains": "kept"}, "content"),
        ("<p>Request {number}: kept</p>", MISSING, {"contains": "kept"}, "state"),
        ("<p>{number}: kept</p>", (200, "<p>{number}: unknown</p>"), {"contains": "kept"}, "state"),
        ("<p>Your request is kept</p>", MISSING, {"contains": "kept"}, "nothing"),
        ("<p>Kept</p>" + FOOTER, (404, FOOTER), {"contains": "Kept"}, "nothing"),
        ("<p>kept</p>", (200, "<p>unknown</p>"), {"contains": "kept"}, "nothing"),
    ],
)
def test_the_content_or_at_least_the_number_must_be_shown(
    page: str, missing: tuple[int, str], expect: dict[str, Any], proof: Proof
) -> None:
    store, checked = service(page, missing), journey(verify=[verify(**expect)], unique=[])
    control = receipt_controls(checked, citizen(1), store.run, appears_within=0.05)
    assert (control.positive, control.negative, control.proof) == (True, True, proof)
    attempts = filed(store, 2, 3)
    state = "unread" if proof == "nothing" else "stored"
    assert states(read(store, attempts, control, checked)) == [state] * 2
    store.kept.clear()
    assert states(read(store, attempts, control, checked)) == ["lost"] * 2


def test_a_value_that_may_be_on_a_page_by_chance_is_content_too() -> None:
    steps = journey().model_dump(by_alias=True, exclude_defaults=True)["steps"]
    steps[1]["form"]["tel"] = "{citizen.phone}"
    checked = journey(steps=steps, verify=[verify(contains="kept")])
    store = service("<p>Call {phone}, kept</p>")
    control = receipt_controls(checked, citizen(1), store.run, appears_within=0.05)
    assert (control.proof, control.shown) == ("content", ())


def test_what_verify_itself_sends_is_no_content() -> None:
    found = {"get": "/by?name={citizen.name}", "expect": {"contains": "request"}}
    store = Store(
        lambda path, request: (
            None if path != "/by"
            else (200, "Your request") if quote(citizen(1).name) in request.target
            else (200, "No result")
        )
    )  # fmt: skip
    control = receipt_controls(
        journey(verify=[found], unique=[]), citizen(1), store.run, appears_within=0.05
    )
    assert (control.negative, control.proof) == (True, "nothing")
