"""Losses behind a cache that keeps the response to a reading made too early."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.browser_headers import header_lines
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.step import Step
from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.decoys import MixedRun, decoys_of
from epreuve.probes.pages.past_caches import (
    RELOAD,
    as_reload,
    at_new_address,
    at_written_address,
)
from epreuve.probes.pages.receipt import Reading
from epreuve.probes.pages.receipt_controls import receipt_controls
from tests.probes.pages.reading import controlled, journey, read, states
from tests.probes.pages.store import JOURNEY, SEED, Answer, Store, citizen, filed


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)
    monkeypatch.setattr("epreuve.probes.pages.control_reader.EVERY", 0.001)


class Cache:
    """Cache in front of a store: it keeps each 404, by address, for the whole reading.

    `obeys` is whether it lets a reload pass, as the HTTP standard asks.
    """

    def __init__(self, store: Store, *, obeys: bool, late: int = 0) -> None:
        self._store, self._obeys = store, obeys
        self._copies: dict[str, Answer] = {}
        self._late = dict.fromkeys(store.kept, late)  # requests until it is there
        store.change = self

    def __call__(self, path: str, request: HttpRequest) -> Answer | None:
        if not path.startswith("/request/"):
            return None
        reloads = self._obeys and request.headers.get("Cache-Control") == "no-cache"
        if request.target in self._copies and not reloads:
            return self._copies[request.target]
        number = path.removeprefix("/request/")
        self._late[number] = self._late.get(number, 0) - 1
        if number in self._store.kept and self._late[number] < 0:
            return None
        self._copies[request.target] = 404, "<h1>Not found</h1>"
        return self._copies[request.target]


@pytest.mark.parametrize("obeys", [True, False])
def test_a_404_that_a_cache_keeps_is_no_loss(*, obeys: bool) -> None:
    store = Store(lambda path, _: (404, "<h1>Not found</h1>") if store.is_unknown(path) else None)
    control = controlled(store)
    attempts = filed(store, 1, 2)
    Cache(store, obeys=obeys, late=1)
    assert states(read(store, attempts, control)) == ["stored", "stored"]


@pytest.mark.parametrize("obeys", [True, False])
def test_a_real_loss_behind_a_cache_is_a_loss(*, obeys: bool) -> None:
    store = Store(lambda path, _: (404, "<h1>Not found</h1>") if store.is_unknown(path) else None)
    control = controlled(store)
    attempts = filed(store, 1, 2)
    del store.kept["2"]
    Cache(store, obeys=obeys)
    assert states(read(store, attempts, control)) == ["lost", "stored"]


def test_a_service_that_knows_no_query_loses_nothing() -> None:
    """Its 404 for an address with an empty query is no proof."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, 2)
    early: Iterator[Answer] = iter([(404, "Not found")])

    def change(path: str, request: HttpRequest) -> Answer | None:
        if path == "/request/2" and "?" not in request.target:
            return next(early, None)
        return (404, "Not found") if path == "/request/2" else None

    store.change = change
    assert states(read(store, attempts, control)) == ["stored", "stored"]


@pytest.mark.parametrize("obeys", [True, False])
def test_calm_measures_past_a_cache_when_a_submission_appears(*, obeys: bool) -> None:
    store = Store()
    store.number, store.kept = 1, {"1": citizen(900).name}
    Cache(store, obeys=obeys, late=1)
    control = receipt_controls(JOURNEY, citizen(900), store.run, "1", appears_within=5.0)
    assert control.positive


LOG_IN = journey(
    verify=[
        {"post": "/log-in", "form": {"next": "/request/{receipt}"}},
        {"get": "/request/{receipt}", "expect": {"contains": "{citizen.name}"}},
    ]
)


def behind_log_in(store: Store) -> None:
    """Let the log-in lead to the request that its form names, past what the store answers."""
    inner = store.change

    def change(path: str, request: HttpRequest) -> Answer | Outcome | None:
        if path == "/log-in":
            return 303, "", {"location": parse_qs(request.body.decode())["next"][0]}
        return inner(path, request)

    store.change = change


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_log_in_form_leads_past_a_cache(*, is_kept: bool) -> None:
    store = Store(lambda path, _: (404, "<h1>Not found</h1>") if store.is_unknown(path) else None)
    behind_log_in(store)
    control = controlled(store, LOG_IN)
    attempts = filed(store, 1, 2)
    if not is_kept:
        del store.kept[attempts[1].receipt]
    Cache(store, obeys=True, late=1)
    behind_log_in(store)
    expected = ["stored", "stored" if is_kept else "lost"]
    assert states(read(store, attempts, control, LOG_IN)) == expected


def test_decoys_are_read_as_true_receipts_are() -> None:
    store, headers = Store(), list[str | None]()
    control = controlled(store)
    attempts = filed(store, 1, 2, 3)

    def change(path: str, request: HttpRequest) -> None:
        if path.startswith("/request/"):
            headers.append(request.headers.get("Cache-Control"))

    store.change = change
    reading = Reading({"request": JOURNEY}, citizen, store.run, 5.0, {"request": control})
    MixedRun(store.run, decoys_of(attempts, reading), {"request": control}, SEED).read_rest(5.0)
    read(store, attempts, control)
    assert len(headers) > len(attempts)
    assert set(headers) == {"no-cache"}


def targets(*paths: str) -> Callable[[int], list[str]]:
    return lambda number: [
        step.path for step in at_new_address([Step(get=path) for path in paths], number)
    ]


def test_a_new_address_is_the_same_page() -> None:
    new = targets("/request/{receipt}", "/by?name={citizen.name}", "/#/request/{receipt}")
    assert new(1) == ["/request/{receipt}?", "/by?name={citizen.name}&", "/?#/request/{receipt}"]
    assert new(3)[:2] == ["/request/{receipt}?&&", "/by?name={citizen.name}&&&"]
    assert len({target for number in range(1, 9) for target in new(number)}) == 24
    assert {unquote(urlsplit(target).path) for target in targets("/a b")(2)} == {"/a b"}


def test_only_pages_have_new_addresses_and_the_profile_has_its_headers() -> None:
    search = Step(post="/search", form={"number": "{receipt}"})
    own = Step(get="/x", headers={"Cache-Control": "max-age=0"})
    assert at_new_address([search], 1) == (search,)
    assert as_reload([search])[0].headers == RELOAD
    assert as_reload([own])[0].headers == {**RELOAD, "Cache-Control": "max-age=0"}


@pytest.mark.parametrize("user", range(12))
def test_a_reload_has_the_headers_of_a_browser(user: int) -> None:
    sender = Senders("reload").of(user)
    lines = header_lines(
        sender, "town.example:80", RELOAD, use="document", method="GET", secure=False
    )
    names = [line.partition(":")[0] for line in lines]
    first, second = names.index("Pragma"), names.index("Cache-Control")
    assert second == first + 1
    engine = sender.browser.engine
    assert first == (2 if engine == "chromium" else len(names) - 2)


@pytest.mark.parametrize("number", [1, 2, 19])
@pytest.mark.parametrize("path", ["/d/7", "/d?n=7", "/d?a=1&b="])
def test_an_address_is_shown_as_it_is_written(path: str, number: int) -> None:
    (step,) = at_new_address((Step(get=path),), number)
    assert step.get != path
    assert at_written_address(step.path) == path
