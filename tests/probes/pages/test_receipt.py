"""Receipts read again: stored, altered, lost or unread."""

from itertools import cycle, pairwise
from typing import Any
from urllib.parse import quote

import pytest

from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.losses import SURE_TRIES
from epreuve.probes.pages.open_receipt import TRIES
from epreuve.probes.pages.receipt_records import ReceiptControl
from tests.probes.pages.reading import controlled, journey, read, states
from tests.probes.pages.store import Store, attempt, citizen, filed

TREES = ("oak", "elm", "ash", "fir", "yew", "bay")
LOGIN = '<form><input name="user"><input type="password"><input type="hidden" value="{}"></form>'


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)


def test_a_stored_submission_exists_once() -> None:
    store = Store()
    control = controlled(store)
    records = read(store, [*filed(store, 1, 2), attempt(99, "")], control)
    assert states(records) == ["stored", "stored"]
    assert [(r.unique, r.processed, r.reason) for r in records.values()] == [(True, None, "")] * 2


def test_a_sentence_that_quotes_the_number_is_a_loss() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, 2)
    store.lose_all()
    assert states(read(store, attempts, control)) == ["lost", "lost"]
    unread = read(store, attempts, None)
    assert states(unread) == ["unread", "unread"]  # nothing says what this page means
    assert "`missing:`" in unread[1].reason
    described = journey(missing={"contains": "does not exist"})
    assert states(read(store, attempts, None, described)) == ["lost", "lost"]


def test_the_number_of_another_submission_is_a_loss_after_a_power_cut() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1)
    store.lose_all()
    store.submit(citizen(7).name), store.submit(citizen(8).name)
    assert states(read(store, attempts, control)) == ["unread"]
    record = read(store, attempts, control, last_cut=3.0)[1]
    assert (record.state, record.reason) == (
        "lost", "the receipt leads to the submission of another user",
    )  # fmt: skip


def test_words_that_change_on_the_page_of_a_loss_hide_no_loss() -> None:
    phrases = cycle(f"{one} {other}" for one, other in pairwise(TREES))

    def page(path: str, _: object) -> tuple[int, str] | None:
        if path.removeprefix("/request/") in store.kept or not path.startswith("/request/"):
            return None
        body = "<p>This request does not exist.</p>"
        return 200, f"<h1>Sorry</h1>{body}<p>Word of the moment: {' '.join(next(phrases))}</p>"

    store = Store(page)
    control = controlled(store)
    attempts = filed(store, 1, 2, 3, 4)
    store.kept.clear()
    assert states(read(store, attempts, control)) == ["lost"] * 4
    store.change = lambda path, _: (200, "<h1>Sorry</h1><p>The database does not respond.</p>")
    assert states(read(store, attempts, control)) == ["unread"] * 4


def test_a_500_like_that_of_an_unknown_number_is_a_loss_while_others_are_read() -> None:
    def page(path: str, _: object) -> tuple[int, str] | None:
        known = path.removeprefix("/request/") in store.kept
        return (500, "<h1>Error</h1>") if path.startswith("/request/") and not known else None

    store = Store(page)
    control = controlled(store)
    attempts = filed(store, 1, 2, 3)
    del store.kept["3"]
    asked = len(store.asked)
    assert states(read(store, attempts, control)) == ["stored", "lost", "stored"]
    assert store.asked[asked:].count("/request/3") == SURE_TRIES + 2  # twice past caches
    store.kept.clear()  # a new submission can be read: the service works
    assert states(read(store, attempts, control)) == ["lost"] * 3
    store.change = lambda *_: (500, "<h1>Error</h1>")  # the service is broken
    assert states(read(store, attempts, control)) == ["unread"] * 3


def test_the_500_of_a_service_that_then_recovers_is_no_loss() -> None:
    answer = (500, "<h1>Error</h1>")
    store = Store(lambda path, _: answer if store.is_unknown(path) else None)
    control = controlled(store)
    attempts = filed(store, 1, 2)
    bad = iter(range(5))
    store.change = lambda path, _: answer if next(bad, None) is not None else None
    assert states(read(store, attempts, control)) == ["stored", "stored"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_status_says_that_it_does_not_exist(status: int) -> None:
    store = Store(lambda path, _: (status, "gone") if path == "/request/1" else None)
    assert states(read(store, filed(store, 1, 2), None)) == ["lost", "stored"]


def test_a_part_of_the_content_is_an_alteration() -> None:
    whole = journey(
        verify=[{"get": "/request/{receipt}", "expect": {"contains": ["{citizen.name}", "light"]}}]
    )
    store = Store()
    control = controlled(store, whole)
    attempts = filed(store, 1)
    name = citizen(1).name
    store.change = lambda path, _: (200, f"<p>{name}: ???</p>") if path == "/request/2" else None
    for known in (control, None):
        record = read(store, attempts, known, whole)[1]
        assert (record.state, record.unique) == ("altered", None)
        assert "light" in record.reason


def test_a_success_without_the_own_content_is_an_alteration_or_unread() -> None:
    number = journey(verify=[{"get": "/request/{receipt}", "expect": {"contains": "Request"}}])

    store = Store(lambda path, _: (404, "no") if store.is_unknown(path) else None)
    control = controlled(store, number)
    assert control.shown == ("citizen.name", "receipt")
    attempts = filed(store, 1, 2)
    store.kept["2"] = "???"
    records = read(store, attempts, control, number)
    assert (records[1].state, records[1].reason) == (
        "altered", "the page no longer shows {citizen.name}",
    )  # fmt: skip
    store.change = lambda path, _: (200, "<p>Request</p>") if path == "/request/3" else None
    assert read(store, attempts, control, number)[2].state == "unread"


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        ((302, "", {"location": "/login?back_url=/request/2"}), False),
        ((200, LOGIN.format("/request/2")), False),
        ((403, "no"), False),
        ((503, "down"), True),
        ((429, "busy"), True),
        ("first byte timeout", True),
        ("reset", True),
        ((302, "", {"location": "http://elsewhere/request/2"}), False),
    ],
)
def test_anything_else_is_unread(answer: Any, again: bool) -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1)

    def change(path: str, _: object) -> Any:
        if path == "/login":
            return 200, LOGIN.format("/request/2")
        return answer if path == "/request/2" else None

    store.change = change
    for known in (control, None):
        store.asked.clear()
        record = read(store, attempts, known, within=0.2)[1]
        assert record.state == "unread"
        assert record.reason
        times = store.asked.count("/request/2")
        assert times > TRIES if again else times == TRIES


def test_an_unread_receipt_is_asked_again_until_the_service_answers() -> None:
    store = Store()
    attempts = filed(store, *range(20))
    down = iter(["refused"] * 50)
    store.change = lambda path, _: next(down, None) if path.startswith("/request/") else None
    assert states(read(store, attempts, None)) == ["stored"] * 20


def test_no_time_left_is_unread() -> None:
    store = Store()
    record = read(store, filed(store, 1), None, within=0.0)[1]
    assert (record.state, record.reason) == ("unread", "no time was left to read it")


def test_receipts_read_in_the_time_are_drawn_over_the_whole_run() -> None:
    store = Store()
    attempts = filed(store, *range(200))
    orders = []
    for seed in (1, 2):
        store.asked.clear()
        read(store, attempts, None, seed=seed)
        orders.append([int(path.split("/")[2]) for path in store.asked if "/request/" in path])
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(1, 201))
    assert orders[0] != orders[1]
    assert max(orders[0][:50]) > 150 > 50 > min(orders[0][:50])


def test_a_list_without_the_submission_is_no_duplicate() -> None:
    store = Store()
    attempts = filed(store, 1, 2, 3)
    store.kept["4"] = citizen(2).name
    store.change = lambda path, request: (
        (200, "nothing") if path == "/by" and quote(citizen(3).name) in request.target
        else None
    )  # fmt: skip
    records = read(store, attempts, None)
    assert [records[number].unique for number in (1, 2, 3)] == [True, False, None]


def test_the_back_office_is_asked_again_for_a_while() -> None:
    processed = journey(processed=[{"get": "/agents/{receipt}", "expect": {"contains": "done"}}])
    store = Store()
    attempts = filed(store, 1, 2)
    late = iter(["waiting", "waiting", "done"])

    def change(path: str, _: object) -> tuple[int, str] | None:
        if path == "/agents/1":
            return 200, next(late)
        return (200, "waiting") if path == "/agents/2" else None

    store.change = change
    records = read(store, attempts, None, processed, processed_within=0.3)
    assert [records[number].processed for number in (1, 2)] == [True, False]


def test_a_request_that_was_not_sent_says_nothing_of_the_back_office() -> None:
    """Its step needs a value that no step captures."""
    processed = journey(processed=[{"get": "/agents/{citizen.unknown}"}])
    store = Store()
    records = read(store, filed(store, 1), None, processed, processed_within=0.1)
    assert records[1].processed is None


def test_a_journey_without_verify_is_unread() -> None:
    bare = journey(verify=[], unique=[])
    record = read(Store(), [attempt(1, "1")], None, bare)[1]
    assert (record.state, record.reason) == ("unread", "the journey has no `verify` steps")


def test_a_control_that_failed_makes_every_receipt_unread() -> None:
    failed = ReceiptControl(positive=False, negative=False, reason="`verify` fails")
    record = read(Store(), [attempt(1, "1")], failed)[1]
    assert (record.state, record.reason) == ("unread", "`verify` fails")
