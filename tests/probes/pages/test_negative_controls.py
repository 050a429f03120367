"""Receipts never given, and the responses to lost ones that are like theirs."""

import random
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages import control_reader
from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.never_given import never_given
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_records import ReceiptControl, UniqueControl
from tests.probes.pages.reading import journey, read, states
from tests.probes.pages.store import JOURNEY, Answer, Change, Store, attempt, citizen, filed

BY_NAME = journey(
    verify=[{"get": "/by?name={citizen.name}", "expect": {"contains": "request {receipt}"}}]
)
NAMES = tuple(
    f"{first} {last}" for first in ("Ann", "Bob", "Cleo") for last in ("Oak", "Elm", "Ash")
)
SORRY = (200, "<h1>Sorry</h1><p>This is not a valid number.</p>")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control_reader, "EVERY", 0.01)
    monkeypatch.setattr(module, "PAUSE", 0.001)


class NumberedStore(Store):
    """A service with its own numbers: the next one is drawn by `number`."""

    def __init__(self, number: Any, change: Change = lambda path, request: None) -> None:
        super().__init__(change)
        self.next_number = number

    def submit(self, name: str) -> str:
        number: str = self.next_number()
        self.kept[number] = name
        return number


def unless(pattern: str, answer: Answer) -> Change:
    """Respond to the numbers that do not match so."""
    return lambda path, _: (
        answer
        if path.startswith("/request/") and not re.fullmatch(f"/request/{pattern}", path)
        else None
    )


def made(store: Store, checked: Journey = JOURNEY) -> ReceiptControl:
    return receipt_controls(checked, citizen(900), store.run, appears_within=0.05)


@pytest.mark.parametrize(
    ("valid", "answer"),
    [(r"\d{1,6}", SORRY), (r"\d{6}", (404, "<h1>Not found</h1>")), (r"\d{6}", (400, "no"))],
)
def test_a_number_out_of_range_has_another_page_than_a_lost_one(valid: str, answer: Answer) -> None:
    draw = random.Random(1)
    store = NumberedStore(lambda: str(draw.randrange(100_000, 999_999)), unless(valid, answer))
    control = made(store)
    attempts = filed(store, *range(1, 21))
    store.kept.clear()
    assert states(read(store, attempts, control)) == ["lost"] * 20
    far = read(store, [attempt(1, "900123456")], control)[1]
    assert far.state == "lost"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("<p>Request {receipt}: the archive is closed.</p>", "unread"),
        ("<p>Request {receipt} of {name}: the archive is closed.</p>", "altered"),
        ("<h1>Request {receipt}</h1><p>The request {receipt} does not exist.</p>", "lost"),
    ],
)
def test_an_echo_of_the_number_is_no_content_of_the_user(answer: str, state: str) -> None:
    plain = journey(
        verify=[{"get": "/request/{receipt}", "expect": {"contains": ["Request", "light"]}}]
    )
    store = Store(lambda path, _: (404, "no") if store.is_unknown(path) else None)
    control = made(store, plain)
    assert "receipt" in control.shown
    model = Store()
    control = control.model_copy(update={"missing": made(model).missing})
    (filed_one,) = filed(store, 1)
    page = answer.format(receipt=filed_one.receipt, name=citizen(1).name)
    store.change = lambda path, _: (200, page) if path.startswith("/request/") else None
    for known in (control, control.model_copy(update={"shown": ("receipt",), "proof": "state"})):
        expected = "unread" if state == "altered" and known.proof == "state" else state
        assert read(store, [filed_one], known, plain)[1].state == expected


def test_an_echo_of_what_verify_sends_is_no_content_of_the_user() -> None:
    store = Store()
    control = made(store, BY_NAME)
    attempts = filed(store, 1)
    store.change = lambda path, request: (
        (200, f"<p>Search for {citizen(1).name}: try again later</p>") if path == "/by" else None
    )
    for known in (control, None):
        assert read(store, attempts, known, BY_NAME)[1].state == "unread"


@pytest.mark.parametrize("empty", ["", "<p>{name}, you have no request.</p>"])
def test_the_list_of_the_user_is_controlled_with_another_user(empty: str) -> None:
    def change(path: str, request: HttpRequest) -> tuple[int, str] | None:
        if path != "/by":
            return None
        (name,) = parse_qs(urlsplit(request.target).query)["name"]
        return None if name in store.kept.values() else (200, empty.format(name=name))

    store = Store(change)
    control = made(store, BY_NAME)
    assert (control.negative, control.proof) == (True, "content")
    assert control.unique == UniqueControl(made=1, forged=0)
    attempts = filed(store, *range(1, 6))
    assert states(read(store, attempts, control, BY_NAME)) == ["stored"] * 5
    store.kept.clear()
    assert states(read(store, attempts, control, BY_NAME)) == ["lost"] * 5


def test_a_list_that_everybody_has_proves_nothing() -> None:
    everybody = journey(verify=[{"get": "/by?name={citizen.name}", "expect": {"contains": "req"}}])
    store = Store(lambda path, _: (200, "<li>request 1</li>") if path == "/by" else None)
    control = made(store, everybody)
    assert (control.positive, control.negative) == (True, False)


@pytest.mark.parametrize("expect", ["{citizen.name}", "Street light out"])
@pytest.mark.parametrize("seed", range(8))
def test_a_number_of_another_user_is_no_control(seed: int, expect: str) -> None:
    draw = random.Random(seed)
    numbers = [f"VOIRIE-2026-{number:05}" for number in draw.sample(range(10**5), 30_000)]
    store = NumberedStore(numbers.pop)
    store.kept = {number: draw.choice(NAMES) for number in numbers}
    store.change = lambda path, _: (
        (404 if expect != "{citizen.name}" else 200, "<h1>No such request</h1>")
        if path.removeprefix("/request/") not in store.kept and path.startswith("/request/")
        else (200, f"<h1>Request</h1><p>{store.kept[path[9:]]}: Street light out</p>")
        if path.startswith("/request/")
        else None
    )
    checked = journey(
        verify=[{"get": "/request/{receipt}", "expect": {"contains": expect}}],
        unique=[{"get": "/request/{receipt}", "expect": {"contains": "Street light out"}}],
        processed=[{"get": "/request/{receipt}", "expect": {"contains": "Street light out"}}],
    )
    control = made(store, checked)
    assert (control.positive, control.negative, control.reason) == (True, True, "")
    assert {missing.text for missing in control.missing} == {"no such request"}
    assert control.unique == UniqueControl(made=1, forged=0)
    assert control.processed_forged is False


def test_numbers_that_all_succeed_are_no_controls() -> None:
    store = Store(lambda path, _: (200, "<p>kept</p>") if path.startswith("/request/") else None)
    short = journey(verify=[{"get": "/request/{receipt}", "expect": {"contains": "kept"}}])
    assert not made(store, short).negative
    store.change = lambda path, _: (
        ((200, "<p>kept</p>") if re.fullmatch(r"/request/\d{1,6}", path) else SORRY)
        if path.startswith("/request/")
        else None
    )  # numbers out of range fail, and prove nothing
    assert not made(store, short).negative


def test_pages_that_are_the_same_are_not_asked_for_again() -> None:
    store = Store(lambda path, _: (401, "no") if store.is_unknown(path) else None)
    made(store, journey(unique=[]))
    assert sum(store.is_unknown(path) for path in store.asked) == 6


def test_a_page_that_repeats_less_of_the_request_is_stored() -> None:
    store = Store(lambda path, _: (404, "no") if store.is_unknown(path) else None)
    control = made(store)
    assert control.shown == ("citizen.name", "receipt")
    attempts = filed(store, 1)
    store.change = lambda path, _: (200, citizen(1).name) if path == "/request/2" else None
    assert states(read(store, attempts, control)) == ["stored"]


def test_a_code_of_another_user_is_no_control_of_unique() -> None:
    store = NumberedStore(lambda: "ABCDEF")
    store.kept[never_given("ABCDEF")] = "Ann Oak"
    checked = journey(unique=[{"get": "/request/{receipt}", "expect": {"contains": "light"}}])
    assert made(store, checked).unique == UniqueControl(made=1, forged=0)
    assert store.asked[-1] == f"/request/{never_given('ABCDEF', 1)}"
