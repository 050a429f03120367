"""Receipts that are read before their submissions may have appeared."""

import pytest

from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.open_receipt import LOSS_TRIES, OpenReceipt
from epreuve.probes.pages.receipt_state import State
from tests.probes.pages.reading import controlled, read, states
from tests.probes.pages.store import Store, attempt, filed


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)


def test_a_young_receipt_that_is_not_there_yet_is_asked_again() -> None:
    """A queue, a read replica or a search index: durable at once, readable some seconds later."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, 2, at=12.0)  # the reading begins at 12.5
    late = iter(range(4))
    store.change = lambda path, _: (
        (404, "not yet") if path == "/request/2" and next(late, None) is not None else None
    )
    assert states(read(store, attempts, control, settles_within=60.0)) == ["stored", "stored"]
    late = iter(range(4))
    slow = control.model_copy(update={"appears_within": 60.0})
    assert states(read(store, attempts, slow)) == ["stored", "stored"]


def test_a_young_receipt_that_never_comes_is_lost_after_its_time() -> None:
    store = Store()
    control = controlled(store)
    old, young = filed(store, 1, at=1.0), filed(store, 2, at=12.4)
    store.lose_all()
    store.asked.clear()
    assert states(read(store, [*old, *young], control, settles_within=0.3)) == ["lost", "lost"]
    assert store.asked.count("/request/2") == LOSS_TRIES  # older than that
    assert store.asked.count("/request/3") > LOSS_TRIES


def test_the_count_of_a_young_receipt_is_asked_again() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, at=12.4)
    late = iter(range(4))
    store.change = lambda path, _: (
        (200, "none") if path == "/by" and next(late, None) is not None else None
    )
    assert read(store, attempts, control, settles_within=60.0)[1].unique is True


def test_a_young_submission_that_seems_to_exist_twice_is_counted_again() -> None:
    """A list that merges two copies late, or that shows a submission before its number."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, at=12.4)
    late = iter(range(4))
    store.change = lambda path, _: (
        (200, "request 2, request 3") if path == "/by" and next(late, None) is not None else None
    )
    assert read(store, attempts, control, settles_within=60.0)[1].unique is True
    twice = iter(["request 2, request 3"])
    store.change = lambda path, _: (200, next(twice, "none")) if path == "/by" else None
    assert read(store, attempts, control, settles_within=0.3)[1].unique is False


def test_a_loss_that_may_still_appear_is_unread() -> None:
    receipt = OpenReceipt(attempt(1, "1"), settles=9.0, state=State("lost"), may_change=False)
    receipt.leave_unsure()
    assert receipt.state.state == "unread"
    once = OpenReceipt(attempt(1, "1"), state=State("lost"), may_change=False, tries=1)
    once.leave_unsure()
    assert once.state.state == "unread"
    settled = OpenReceipt(attempt(1, "1"), state=State("lost"), may_change=False, tries=LOSS_TRIES)
    settled.leave_unsure()
    assert settled.state.state == "lost"
