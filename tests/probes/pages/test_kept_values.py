"""Receipts that are read again with other captured values, and steps after the reading."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from epreuve.probes.evidence.records import Attempt
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.reading_step import reading_place
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.submission import Submission
from tests.probes.pages.reading import controlled, journey, read, states
from tests.probes.pages.store import Answer, Store, attempt, citizen

READ = {"get": "/request/{receipt}", "expect": {"contains": "{citizen.name}"}}
LOG_OUT = {"get": "/logout", "expect": {"contains": "bye"}}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)


def with_key(**changes: Any) -> Journey:
    """A journey whose answer has a number and a key."""
    steps = [
        {"get": "/request"},
        {
            "post": "/request",
            "form": {"author": "{citizen.name}"},
            "capture": {
                "receipt": 'name="number" value="([^"]+)"',
                "key": {"css": "[name=key]", "attribute": "value"},
            },
        },
    ]
    return journey(steps=steps, unique=[], **changes)


class Keys(Store):
    """A service that shows a submission to whoever has its key, at `/own` or `/request/NUMBER`."""

    def __init__(self) -> None:
        super().__init__(self._with_key)

    def key(self, number: str) -> str:
        return f"k{int(number) * 7919 + 123456:x}"

    def _with_key(self, path: str, request: HttpRequest) -> Answer | None:
        if request.method == "POST":
            number = self.submit(parse_qs(request.body.decode())["author"][0])
            fields = {"number": number, "key": self.key(number)}
            return 200, "".join(f'<input name="{k}" value="{v}">' for k, v in fields.items())
        sent = parse_qs(urlsplit(request.target).query).get("key", [""])[0]
        number = next((one for one in self.kept if self.key(one) == sent), "")
        if path == "/request" or number:
            own = f"<h1>Request {number}</h1>{self.kept[number]}, kept" if number else "<form>"
            return 200, own
        return 404, "<p>No such request</p>"


def given(store: Keys, one: Journey, *arrivals: int) -> list[Attempt]:
    """Users who submit, as the load records them."""
    attempts = []
    for number in arrivals:
        made = store.run(one.steps, {}, citizen(number), 1.0)
        submission = Submission.of(one, made.captured, citizen(number))
        kept = "" if not submission.kept else f'{{"key": "{submission.kept["key"]}"}}'
        attempts.append(attempt(number, submission.receipt)._replace(captured=kept))
    return attempts


@pytest.mark.parametrize("path", ["/request/{receipt}?key={key}", "/own?key={key}"])
def test_a_value_beside_the_receipt_is_kept_until_it_is_read(path: str) -> None:
    one = with_key(verify=[{"get": path, "expect": {"contains": "{citizen.name}"}}])
    assert one.kept_names == {"key"}
    store = Keys()
    control = controlled(store, one)
    attempts = given(store, one, 1, 2, 3)
    assert all(row.kept for row in attempts)
    assert states(read(store, attempts, control, one)) == ["stored"] * 3
    del store.kept[attempts[1].receipt]
    assert states(read(store, attempts, control, one)) == ["stored", "lost", "stored"]


def test_a_page_for_any_key_proves_nothing() -> None:
    """The forged receipt has another key: with the true one, the page would be right."""
    one = with_key(verify=[{"get": "/own?key={key}", "expect": {"contains": "kept"}}])
    store = Keys()
    answer = store.change
    store.change = lambda path, request: (
        (200, "<p>kept</p>") if path == "/own" else answer(path, request)
    )
    assert not receipt_controls(one, citizen(1), store.run, appears_within=0.05).negative


def test_only_values_of_later_steps_are_kept() -> None:
    assert with_key().kept_names == frozenset()
    assert with_key(verify=[{**READ, "expect": {"contains": "{key}"}}]).kept_names == {"key"}


def test_a_forged_receipt_changes_in_the_values_that_hold_it() -> None:
    one = with_key(verify=[{"get": "/{key}/{receipt}"}])
    made = Submission(one, "4711", citizen(1), {"key": "files/4711", "token": "abc"})
    forged = made.never_given()
    assert forged.receipt != "4711"
    assert forged.kept == {"key": f"files/{forged.receipt}", "token": "abc"}
    by_key = Submission(with_key(verify=[{"get": "/{key}"}]), "4711", citizen(1), {"key": "abc12"})
    assert by_key.never_given().kept["key"] != "abc12"


@pytest.mark.parametrize("bye", [(200, "bye"), (404, "gone"), (500, "down"), "eof"])
def test_a_log_out_after_the_reading_says_nothing(bye: Any) -> None:
    store = Store(lambda path, _: bye if path == "/logout" else None)
    one = journey(verify=[{"get": "/request"}, READ, LOG_OUT], unique=[])
    control = controlled(store, one)
    assert control.proof == "content"
    attempts = [attempt(number, store.submit(citizen(number).name)) for number in (1, 2)]
    assert states(read(store, attempts, control, one)) == ["stored"] * 2
    del store.kept[attempts[0].receipt]
    assert states(read(store, attempts, control, one)) == ["lost", "stored"]


def test_a_submission_that_appears_late_is_read_before_the_log_out() -> None:
    late = iter([404, 404])

    def site(path: str, _: object) -> Answer | None:
        if path == "/logout":
            return 500, "down"
        if path.startswith("/request/") and path[9:] in store.kept:
            return (404, "not yet") if next(late, 0) else None
        return None

    store = Store(site)
    one = journey(verify=[{"get": "/request"}, READ, LOG_OUT], unique=[])
    control = receipt_controls(one, citizen(1), store.run, appears_within=3.0)
    assert control.positive, control
    assert control.appears_within > 0.0


def test_a_link_to_the_submission_is_the_step_that_reads_it() -> None:
    """The log-in sends the receipt, and the page behind it shows the submission."""

    def site(path: str, request: HttpRequest) -> Answer | None:
        if path == "/login":
            number = parse_qs(request.body.decode()).get("n", [""])[0]
            link = f"<a href='/own/{number}'>Open</a>" if number in store.kept else ""
            return 200, f"<h1>Your requests</h1>{link}"
        return (200, f"<p>{store.kept[path[5:]]}") if path.startswith("/own/") else None

    store = Store(site)
    verify = [
        {"post": "/login", "form": {"n": "{receipt}"}, "expect": {"contains": "Your requests"}},
        {"follow": {"text": "Open"}, "expect": {"contains": "{citizen.name}"}},
        LOG_OUT,
    ]
    one = journey(verify=verify, unique=[])
    assert reading_place(Submission(one, "17", citizen(1))) == 1
    control = controlled(store, one)
    assert "citizen.name" in control.shown
    attempts = [attempt(number, store.submit(citizen(number).name)) for number in (1, 2)]
    assert states(read(store, attempts, control, one)) == ["stored"] * 2
    store.kept[attempts[0].receipt] = "someone else"
    assert states(read(store, attempts, control, one)) != ["stored"] * 2


def test_a_page_to_which_the_reading_leads_is_judged_too() -> None:
    """The file of a submission is read at an address that its page shows."""

    def file(path: str, _: object) -> Answer | None:
        if path.startswith("/file/"):
            return (200, store.kept[path[6:]]) if path[6:] in store.kept else (404, "no file")
        number = path.removeprefix("/request/")
        if path.startswith("/request/") and number in store.kept:
            return 200, f"<a href='/file/{number}'>{store.kept[number]}</a>"
        return None

    store = Store(file)
    read_it = {**READ, "capture": {"file": "href='([^']+)'"}}
    load = {"get": "{file}", "expect": {"contains": "{citizen.name}"}}
    one = journey(verify=[read_it, load, LOG_OUT], unique=[])
    control = controlled(store, one)
    attempts = [attempt(number, store.submit(citizen(number).name)) for number in (1, 2)]
    del store.kept[attempts[0].receipt]
    assert states(read(store, attempts, control, one)) == ["lost", "stored"]
    broken = Store(lambda path, request: (
        (200, "other text") if path.startswith("/file/") else file(path, request)
    ))  # fmt: skip
    assert states(read(broken, attempts[1:], control, one)) != ["stored"]
