"""Losses that the first response seems to show, and that the service does not have."""

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.pages import receipt as module
from tests.probes.pages.reading import controlled, read, states
from tests.probes.pages.store import Answer, Change, Store, citizen, filed

UNAVAILABLE = "<p>Details are not available for the moment.</p>"
UNKNOWN = "<p>The request {number} does not exist.</p>"
NGINX = "<h1>404 Not Found</h1><hr>nginx"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.01)


def with_sidebar(store: Store, is_down: list[bool]) -> Change:
    """A public register: each page names the last users. While down, pages have no details."""

    def page(path: str, _: HttpRequest) -> Answer | None:
        number = path.removeprefix("/request/")
        if store.is_unknown(path) or number not in store.kept:
            return None
        latest = f"<aside>Latest: {', '.join(list(store.kept.values())[-3:])}</aside>"
        details = UNAVAILABLE if is_down and number != "2" else store.kept[number]
        return 200, f"<h1>Request {number}</h1>{details}{latest}"

    return page


def test_pages_that_list_other_users_prove_no_loss() -> None:
    store, is_down = Store(), list[bool]()
    store.change = with_sidebar(store, is_down)
    control = controlled(store)
    attempts = filed(store, *range(1, 8))
    is_down.append(True)
    read_states = states(read(store, attempts, control, last_cut=50.0))
    assert read_states == ["stored"] + ["unread"] * 3 + ["stored"] * 3  # the last three are named


@pytest.mark.parametrize("status", [200, 404])
def test_data_that_are_loaded_after_the_service_is_ready_are_not_lost(status: int) -> None:
    """The page is the one of a receipt never given, in calm as after the boot."""
    left: list[int] = []
    store = Store()

    def page(path: str, _: HttpRequest) -> Answer | None:
        if not (path.startswith("/request/") and (left or store.is_unknown(path))):
            return None
        if left:
            left.pop()
        return status, NGINX if status == 404 else UNKNOWN.format(number=path[9:])

    store.change = page
    control = controlled(store)
    attempts = filed(store, *range(1, 11))
    left.extend(range(6))
    assert set(states(read(store, attempts, control, last_cut=50.0))) == {"stored"}


def test_data_that_are_loaded_within_the_boot_time_are_not_lost() -> None:
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(1, 4))
    left = list(range(60))

    def page(path: str, _: HttpRequest) -> Answer | None:
        if not (left and path.startswith("/request/")):
            return None
        left.pop()
        return 200, UNKNOWN.format(number=path[9:])

    store.change = page
    records = read(store, attempts, control, last_cut=50.0, loads_within=1.0)
    assert set(states(records)) == {"stored"}


@pytest.mark.parametrize("named", [1, 3])
def test_names_on_a_page_without_details_prove_no_loss(named: int) -> None:
    """The page of a stored request names its user only."""
    store, is_down = Store(), list[bool]()
    frame = "<nav>Town: council, works, parks, schools, pools, waste, permits, contact</nav>"

    def page(path: str, _: HttpRequest) -> Answer | None:
        number = path.removeprefix("/request/")
        if number not in store.kept:
            return None
        latest = f"Latest: {', '.join(list(store.kept.values())[:named])}"
        is_shown = not is_down or int(number) % 2 == 0
        details = f"{store.kept[number]}: light" if is_shown else f"{UNAVAILABLE}{latest}"
        return 200, f"{frame}<h1>Request {number}</h1>{details}"

    store.change = page
    control = controlled(store)
    attempts = filed(store, *range(1, 11))
    is_down.append(True)
    assert set(states(read(store, attempts, control, last_cut=50.0))) == {"stored", "unread"}


def test_another_user_in_the_same_place_is_a_loss_where_other_words_differ() -> None:
    """Numbers that are given again after a cut; two other submissions can be read."""
    store = Store()
    control = controlled(store)
    attempts = filed(store, 1, 2)
    later = filed(store, 20, 21)
    store.kept = {"2": citizen(7).name, "3": citizen(8).name} | {
        attempt.receipt: citizen(attempt.arrival).name for attempt in later
    }
    words = {"2": "in the workshop", "4": "received", "5": "with the electrician"}
    store.change = lambda path, _: (
        (200, f"<h1>Request {number}</h1>{store.kept[number]}: Street light out, {words[number]}")
        if (number := path.removeprefix("/request/")) in words
        else None
    )
    records = read(store, [attempts[0], *later], control, last_cut=50.0)
    assert states(records) == ["lost", "stored", "stored"]
