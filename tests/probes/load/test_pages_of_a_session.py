"""Forms and links of the pages that a session received."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.load.plan import Retries
from tests.probes.load.session_world import Reply, World, page
from tests.probes.pages.reading import controlled, journey, read, states
from tests.probes.pages.store import Answer, Store, attempt, citizen

JOURNEY = {
    "steps": [
        {"get": "/new", "expect": {"css": "form"}},
        {"get": "/prices", "expect": {"json_path": {"$.a": "1"}}},
        {"submit": {"fields": {"name": "{citizen.name}"}}, "capture": {"receipt": r"n° (\w+)"}},
        {"follow": {"text": "Your request"}, "expect": {"contains": "{receipt}"}},
    ],
    "acknowledged_by": "receipt",
}
FORM = "<form method=post action=/send><input type=hidden name=csrf value={}><input name=name>"
DONE = "n° A1 <a href='/r/A1'>Your request</a>"


def at(target: str, response: HttpResponse) -> HttpResponse:
    response.target, response.origin = target, "http://guichet"
    return response


def prices() -> HttpResponse:
    return HttpResponse(200, {"content-type": "application/json"}, b'{"a": 1}', 8)


def sent(world: World) -> list[tuple[str, str, dict[str, str]]]:
    calls = (call for call in world.calls if call.target != "/prices")
    return [(call.method, call.target, dict(parse_qsl(call.body.decode()))) for call in calls]


def test_a_form_of_the_last_page_is_sent_also_again() -> None:
    """JSON for a script is no page. After a failure, the browser sends the same form again."""
    name = Citizen(42, 3).name
    world = World(
        at("/new", page(FORM.format("t1"))), prices(), page("<form>Sorry", 503),
        at("/send", page(DONE)), page("Request A1"),
        retries=Retries(3, 1.0, 1.0), patience=60, journey=Journey.model_validate(JOURNEY),
    )  # fmt: skip
    world.run()
    form = ("POST", "/send", {"csrf": "t1", "name": name})
    assert sent(world) == [("GET", "/new", {}), form, form, ("GET", "/r/A1", {})]
    assert (world.attempt.outcome, world.attempt.receipt) == ("success", "A1")
    assert [row.step for row in world.requests][-2:] == ["submit form", "follow Your request"]


ONCE = {
    "steps": [
        {"post": "/send", "capture": {"receipt": r"n° (\w+)"}, "already": {"status": 409}},
    ],
    "acknowledged_by": "receipt",
}


@pytest.mark.parametrize(
    ("first", "outcome"),
    [
        (ExchangeError("body timeout", ""), "success"),
        (ExchangeError("reset", ""), "success"),
        (page("", 503), "success"),
        (ExchangeError("refused", ""), "http error"),  # it never reached the service
        (ExchangeError("connect timeout", ""), "http error"),
    ],
)
def test_a_refusal_after_a_lost_response_is_a_success(first: Reply, outcome: str) -> None:
    world = World(
        first, page("already stored: n° A1", 409), retries=Retries(3, 1.0, 1.0), patience=60,
        journey=Journey.model_validate(ONCE),
    )  # fmt: skip
    world.run()
    assert world.attempt.outcome == outcome
    assert world.attempt.receipt == ("A1" if outcome == "success" else "")


def test_a_refusal_at_the_first_request_is_none() -> None:
    world = World(page("n° A1", 409), journey=Journey.model_validate(ONCE))
    world.run()
    assert (world.attempt.outcome, world.attempt.receipt) == ("http error", "")


def test_a_page_without_the_form_is_wrong_content_and_not_tried_again() -> None:
    world = World(
        at("/new", page("<form>log in<input name=password></form>")), prices(),
        retries=Retries(3, 1.0, 1.0), journey=Journey.model_validate(JOURNEY),
    )  # fmt: skip
    world.run()
    assert world.attempt.outcome == "wrong content"
    assert world.attempt.step == "submit form"
    assert "the page before has no form with `name`" in repr(world.rows)


def test_a_journey_without_such_steps_keeps_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {"steps": [{"get": "/new"}, {"get": "/next"}]}
    world = World(page(FORM), page("ok"), journey=Journey.model_validate(plain))
    session = world.run()
    assert session._variables.page is None
    assert not Journey.model_validate(plain).uses_pages


def test_a_receipt_is_read_by_a_form_and_a_link() -> None:
    """Log in with the token of its form, follow the link to the submission, log out."""

    def site(path: str, request: HttpRequest) -> Answer | None:
        sent = dict(parse_qsl(request.body.decode()))
        if path == "/login" and request.method == "GET":
            return 200, "<form method=post action=/login><input name=csrf value=9><input name=n>"
        if path == "/login":
            known = sent == {"csrf": "9", "n": sent.get("n")} and sent["n"] in store.kept
            link = f"<a href='/own/{sent['n']}'>{sent['n']}</a>" if known else ""
            return 200, f"<p>Requests</p>{link}"
        if path.startswith("/own/"):
            return 200, f"<h1>Request</h1>{store.kept[path[5:]]}"
        return None

    store = Store(site)
    verify: list[dict[str, Any]] = [
        {"get": "/login"},
        {"submit": {"fields": {"n": "{receipt}"}}, "expect": {"contains": "Requests"}},
        {"follow": {"text": "{receipt}"}, "expect": {"contains": "{citizen.name}"}},
        {"get": "/nowhere"},
    ]
    one = journey(verify=verify, unique=[])
    control = controlled(store, one)
    attempts = [attempt(number, store.submit(citizen(number).name)) for number in (1, 2)]
    assert states(read(store, attempts, control, one)) == ["stored"] * 2
    del store.kept[attempts[0].receipt]
    lost = read(store, attempts, control, one)
    assert states(lost) == ["unread", "stored"]
    assert "no link with" in lost[1].reason
