"""Receipts whose page has status 404, where calm had another response to receipts never given."""

from itertools import repeat

import pytest

from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.losses import LOSS_TRIES, SURE_TRIES
from tests.probes.pages.reading import controlled, journey, read, states
from tests.probes.pages.store import Change, Store, filed

ROUTER = (404, "404 page not found")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.01)


def unknown(store: Store, status: int) -> Change:
    """Response of the service itself to a number that it does not have."""
    return lambda path, _: (status, "<h1>No such request</h1>") if store.is_unknown(path) else None


@pytest.mark.parametrize("status", [200, 401, 404, 410])
@pytest.mark.parametrize("missing", [None, {"status": 404}])
def test_a_404_of_a_router_is_asked_again(status: int, missing: dict[str, int] | None) -> None:
    store = Store()
    store.change = unknown(store, status)
    described = journey() if missing is None else journey(missing=missing)
    control = controlled(store, described)
    assert {page.status for page in control.missing} <= {status}  # a 401 may mean anything
    attempts = filed(store, 1, 2, 3)
    down = repeat(ROUTER, SURE_TRIES)
    store.change = lambda path, _: next(down, None) if path.startswith("/request/") else None
    assert states(read(store, attempts, control, described)) == ["stored"] * 3


def test_a_router_that_never_finds_the_service_leaves_its_receipts_unread() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, 2)
    store.change = lambda path, _: ROUTER
    records = read(store, attempts, control)
    assert [record.reason for record in records.values()] == [
        "the service fails for this receipt"
    ] * 2
    assert states(records) == ["unread"] * 2


def test_a_service_that_is_back_before_the_last_reading_loses_nothing() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1)
    bad = repeat(ROUTER, SURE_TRIES - 1)
    store.change = lambda path, _: next(bad, None) if path == "/request/2" else None
    assert states(read(store, attempts, control)) == ["stored"]


@pytest.mark.parametrize("kept", [["3"], []])
def test_a_404_that_stays_is_a_loss_while_another_submission_can_be_read(kept: list[str]) -> None:
    """Without a stored one, the journey is done once more."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, 2)
    store.kept = {number: store.kept[number] for number in kept}
    store.change = lambda path, _: ROUTER if store.is_unknown(path) else None
    number, asked = store.number, len(store.asked)
    expected = ["lost", "stored"] if kept else ["lost", "lost"]
    assert states(read(store, attempts, control)) == expected
    assert store.asked[asked:].count("/request/2") == SURE_TRIES + 2  # twice past caches
    assert store.number - number == (0 if kept else 1)


def test_the_404_of_calm_is_a_loss_when_read_twice() -> None:
    store = Store()
    store.change = unknown(store, 404)
    control = controlled(store)
    attempts = filed(store, 1)
    store.kept.clear()
    store.asked.clear()
    assert states(read(store, attempts, control)) == ["lost"]
    assert store.asked == ["/request/2"] * (LOSS_TRIES + 1)  # the last past caches
