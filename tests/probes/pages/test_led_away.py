"""Receipts never given, or lost, that redirects lead to another page."""

import random

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.pages import receipt as module
from tests.probes.pages.reading import controlled, read, states
from tests.probes.pages.store import Answer, Store, filed

WORDS = ("oak", "elm", "ash", "fir", "yew", "bay", "lime", "plum")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.01)


class Led(Store):
    """A service that leads unknown numbers to its list; the text of the list may vary."""

    def __init__(self, page: str, status: int = 302, *, varies: bool = True) -> None:
        super().__init__(self._led)
        self.page, self.status, self.varies = page, status, varies
        self.fails_for = set[str]()
        self._draw = random.Random(1)

    def _led(self, path: str, _: HttpRequest) -> Answer | None:
        if path == "/latest":
            words = self._draw.sample(WORDS, 4) if self.varies else []
            return 200, f"<h1>Latest</h1>{self.page}{' '.join(words)}"
        is_led = self.is_unknown(path) or path.removeprefix("/request/") in self.fails_for
        return (self.status, "", {"location": "/latest"}) if is_led else None


@pytest.mark.parametrize("varies", [True, False])
@pytest.mark.parametrize("status", [302, 303, 307, 308])
def test_a_receipt_that_leads_to_a_list_is_lost(status: int, varies: bool) -> None:
    store = Led("", status, varies=varies)
    control = controlled(store)
    assert {(page.text_varies, page.is_elsewhere) for page in control.missing} == {(varies, True)}
    attempts = filed(store, *range(1, 11))
    store.lose_all()
    store.page = "<p>No request was made today.</p>"
    assert states(read(store, attempts, control, last_cut=50.0)) == ["lost"] * 10


def test_a_service_that_leads_all_to_its_list_loses_nothing() -> None:
    store = Led("")
    control = controlled(store)
    attempts = filed(store, 1, 2)
    store.fails_for = {str(number) for number in range(100)}
    assert states(read(store, attempts, control, last_cut=50.0)) == ["unread"] * 2


def test_a_log_in_page_is_no_loss() -> None:
    store = Led("")
    control = controlled(store)
    attempts = filed(store, 1, 2)
    store.kept.pop(attempts[0].receipt)
    store.page = '<input type="password">'
    assert states(read(store, attempts, control, last_cut=50.0)) == ["unread", "stored"]
    controls = Led('<input type="password">')
    assert controlled(controls).missing == ()
