"""Losses that control each other: those that end, those that wait, and the first ones."""

import random
import time
from collections import Counter

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.losses import LOSS_TRIES, SAMPLE
from tests.probes.pages.reading import controlled, read, states
from tests.probes.pages.store import Answer, Store, filed


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.05)


def missing(number: str) -> Answer:
    return 200, f"<h1>Request {number}</h1><p>The request {number} does not exist.</p>"


def test_data_that_are_loaded_one_after_the_other_are_not_lost() -> None:
    """An index that is built anew for longer than the boot in calm."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(1, 21))
    begin = time.monotonic()

    def page(path: str, _: HttpRequest) -> Answer | None:
        number = path.removeprefix("/request/")
        is_loaded = number not in store.kept or time.monotonic() - begin > 0.1 * int(number)
        return None if is_loaded else missing(number)

    store.change = page
    records = read(store, attempts, control, last_cut=50.0, loads_within=0.3)
    assert set(states(records)) == {"stored"}


def test_data_that_are_loaded_within_the_patience_after_a_cut_are_not_lost() -> None:
    """The boot in calm was shorter: there were fewer data."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(1, 21), at=-200.0)
    begin = time.monotonic()

    def page(path: str, _: HttpRequest) -> Answer | None:
        number = path.removeprefix("/request/")
        is_loaded = number not in store.kept or time.monotonic() - begin > 0.7
        return None if is_loaded else missing(number)

    store.change = page
    records = read(store, attempts, control, last_cut=0.0, loads_within=0.1, settles_within=1.5)
    assert set(states(records)) == {"stored"}


def test_losses_that_a_stale_replica_shows_are_read_until_none_ends() -> None:
    """A balancer before two replicas, one of which is behind for good."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(1, 41))
    draw = random.Random(1)

    def page(path: str, _: HttpRequest) -> Answer | None:
        number = path.removeprefix("/request/")
        is_behind = number in store.kept and int(number) > 20 and draw.random() < 0.5
        return missing(number) if is_behind else None

    store.change = page
    assert set(states(read(store, attempts, control, last_cut=50.0))) == {"stored"}


def test_true_losses_beside_those_that_end_are_lost() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(1, 11))
    numbers = list(store.kept)[-10:]
    for number in numbers[:5]:
        del store.kept[number]
    late = set(numbers[7:])
    store.change = lambda path, _: (
        missing(path[9:]) if path[9:] in late and not late.remove(path[9:]) else None
    )
    assert states(read(store, attempts, control)) == ["lost"] * 5 + ["stored"] * 5


def test_losses_that_only_wait_are_not_asked_all_the_time() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(1, 101), at=-200.0)
    store.lose_all()
    store.asked.clear()
    records = read(store, attempts, control, last_cut=0.0, settles_within=0.5)
    assert set(states(records)) == {"lost"}
    times = sorted(Counter(store.asked).values())
    assert times[: len(attempts) - SAMPLE] == [LOSS_TRIES + 1] * (len(attempts) - SAMPLE)


@pytest.mark.parametrize(("number", "seconds", "within"), [(20, 0.2, 0.9), (300, 0.05, 2.0)])
def test_the_first_losses_are_sure_before_the_time_ends(
    number: int, seconds: float, within: float
) -> None:
    """The time allows no second reading after all others."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(number))
    store.lose_all()
    store.change = lambda path, _: time.sleep(seconds)
    assert "lost" in states(read(store, attempts, control, last_cut=50.0, within=within))
