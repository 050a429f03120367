"""Services whose receipts were once misjudged: those that keep everything, and one that loses."""

import pytest

from epreuve.probes.pages import receipt as module
from tests.probes.pages.reading import controlled, journey, read, states
from tests.probes.pages.store import Store, attempt, filed


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)


def test_a_log_in_before_the_reading_loses_nothing() -> None:
    reading = {"get": "/files/{receipt}", "expect": {"contains": ["{receipt}", "kept"]}}
    pages = {"/login": (200, "<form>log in</form>"), "/files/4711": (200, "<p>File 4711, kept</p>")}
    store = Store(lambda path, _: pages.get(path))
    for verify, state, why in (
        ([reading], "stored", ""),
        ([{"get": "/login"}, reading], "stored", ""),
        ([{**reading, "get": "/files/{receipt}?key={key}"}], "unread", "{key}"),
    ):
        record = read(store, [attempt(1, "4711")], None, journey(verify=verify, unique=[]))[1]
        assert record.state == state
        assert why in record.reason


def test_a_log_in_that_fails_is_unread_and_its_404_no_loss() -> None:
    reading = {"get": "/request/{receipt}", "expect": {"contains": "{citizen.name}"}}
    logged = journey(verify=[{"get": "/login", "expect": {"contains": "form"}}, reading])
    store = Store(lambda path, _: (404, "no") if path == "/login" else None)
    assert states(read(store, filed(store, 1), None, logged)) == ["unread"]


def test_a_page_without_the_number_is_stored() -> None:
    def page(path: str, _: object) -> tuple[int, str]:
        number = "<p>no 4711</p>" if "number" in path else ""
        return 200, f"<p>Request of Ann, kept</p>{number}"

    for path in ("/dossier/{receipt}", "/dossier-with-number/{receipt}"):
        verify = [{"get": path, "expect": {"contains": "Ann"}}]
        plain = journey(verify=verify, unique=[])
        assert states(read(Store(page), [attempt(1, "4711")], None, plain)) == ["stored"]


def test_opening_hours_that_show_the_number_hide_no_loss() -> None:
    def page(path: str, _: object) -> tuple[int, str] | None:
        known = path.removeprefix("/request/") in store.kept
        missing = "<p>No such request</p><p>Open 9:00-17:00</p>"
        return (200, missing) if path.startswith("/request/") and not known else None

    store = Store(page)
    control = controlled(store)
    assert "receipt" in control.shown
    attempts = filed(store, *range(20))
    store.kept.clear()
    assert states(read(store, attempts, control)) == ["lost"] * 20
