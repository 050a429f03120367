"""Receipts that are read before their submissions may have appeared."""

import pytest

from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.losses import LOSS_TRIES, Losses
from epreuve.probes.pages.open_receipt import OpenReceipt
from epreuve.probes.pages.receipt_state import State
from tests.probes.pages.reading import controlled, read, states
from tests.probes.pages.store import Change, Store, attempt, filed


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)


def first(path: str, *pages: tuple[int, str]) -> Change:
    """Return these pages for the first readings of a path, then what the store has."""
    left = iter(pages)
    return lambda asked, _: next(left, None) if asked == path else None


def test_a_young_receipt_that_is_not_there_yet_is_asked_again() -> None:
    """A queue, a read replica or a search index: durable at once, readable some seconds later."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, 2, at=12.0)  # the reading begins at 12.5
    late = [(404, "not yet")] * 4
    store.change = first("/request/2", *late)
    assert states(read(store, attempts, control, settles_within=60.0)) == ["stored", "stored"]
    store.change = first("/request/2", *late)
    slow = control.model_copy(update={"appears_within": 60.0})
    assert states(read(store, attempts, slow)) == ["stored", "stored"]


def test_a_young_receipt_that_never_comes_is_lost_after_its_time() -> None:
    store = Store()
    control = controlled(store)
    old, young = filed(store, 1, at=1.0), filed(store, 2, at=12.4)
    store.lose_all()
    store.asked.clear()
    assert states(read(store, [*old, *young], control, settles_within=0.3)) == ["lost", "lost"]
    assert store.asked.count("/request/2") == LOSS_TRIES + 1  # the last past caches
    assert store.asked.count("/request/3") > LOSS_TRIES + 1


@pytest.mark.parametrize("page", ["none", "request 2, request 3"])
def test_a_young_submission_that_does_not_exist_once_is_counted_again(page: str) -> None:
    """A list that merges two copies late, or that shows a submission before its number."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, at=12.4)
    store.change = first("/by", *[(200, page)] * 4)
    assert read(store, attempts, control, settles_within=60.0)[1].unique is True


def test_a_young_submission_that_seems_to_exist_twice_counts_at_last() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, at=12.4)
    twice = iter(["request 2, request 3"])
    store.change = lambda path, _: (200, next(twice, "none")) if path == "/by" else None
    assert read(store, attempts, control, settles_within=0.3)[1].unique is False


@pytest.mark.parametrize(
    ("settles", "tries", "state"),
    [(9.0, 0, "unread"), (0.0, 1, "unread"), (0.0, LOSS_TRIES, "lost")],
)
def test_a_loss_that_may_still_appear_is_unread(settles: float, tries: int, state: str) -> None:
    receipt = OpenReceipt(
        attempt(1, "1"), settles=settles, state=State("lost"), may_change=False,
        lost_at=[1.0] * tries,
    )  # fmt: skip
    Losses().leave_unsure(receipt)
    assert receipt.state.state == state
