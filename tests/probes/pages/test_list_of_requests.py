"""A list of the last requests, with the names of users, as the response to unknown numbers."""

from collections.abc import Callable

import pytest

from epreuve.probes.http.request import HttpRequest
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages import receipt as module
from epreuve.probes.pages.receipt_controls import receipt_controls
from tests.probes.pages.reading import controlled, journey, read, states
from tests.probes.pages.store import JOURNEY, Answer, Store, citizen, filed

BY_NUMBER = journey(
    verify=[{"get": "/request/{receipt}", "expect": {"contains": "Request {receipt}"}}]
)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.01)


class Town(Store):
    """A service whose response to an unknown number lists the last requests, by their users."""

    def __init__(self, *, leads: bool) -> None:
        super().__init__(self._answer_unknown)
        self.leads = leads
        self.is_busy: Callable[[], bool] = lambda: False

    def _answer_unknown(self, path: str, _: HttpRequest) -> Answer | None:
        names = "".join(f"<li>{name}" for name in list(self.kept.values())[-3:])
        if path == "/latest":
            return 200, f"<h1>Latest</h1>{names}"
        if not path.startswith("/request/") or not (self.is_unknown(path) or self.is_busy()):
            return None
        return (302, "", {"location": "/latest"}) if self.leads else (200, f"<p>Latest</p>{names}")


@pytest.mark.parametrize("verify", [JOURNEY, BY_NUMBER])
def test_a_lost_receipt_that_leads_to_the_list_is_lost(verify: Journey) -> None:
    town = Town(leads=True)
    control = controlled(town, verify)
    assert control.shown == ("receipt",)  # any number shows the name of the user of calm
    attempts = filed(town, *range(1, 7))
    del town.kept[attempts[5].receipt], town.kept[attempts[0].receipt]
    town.kept["900"] = citizen(6).name  # the list names the user of a lost receipt
    assert states(read(town, attempts, control, verify, last_cut=50.0)) == [
        "lost", *["stored"] * 4, "lost",
    ]  # fmt: skip
    town.lose_all()
    assert states(read(town, attempts, control, verify, last_cut=50.0)) == ["lost"] * 6


def test_a_busy_service_that_leads_all_to_the_list_loses_nothing() -> None:
    town = Town(leads=True)
    control = controlled(town)
    attempts = filed(town, 1, 2)
    town.is_busy = lambda: True
    assert states(read(town, attempts, control, last_cut=50.0)) == ["unread"] * 2


def test_the_list_in_place_of_a_submission_is_a_loss_whoever_it_names() -> None:
    town = Town(leads=False)
    control = controlled(town, BY_NUMBER)
    attempts = filed(town, *range(1, 6))
    del town.kept[attempts[2].receipt]
    records = read(town, attempts, control, BY_NUMBER, last_cut=50.0)
    assert states(records) == ["stored", "stored", "lost", "stored", "stored"]


def test_a_list_that_meets_the_expectation_proves_nothing_unless_it_is_described() -> None:
    town = Town(leads=False)
    control = receipt_controls(JOURNEY, citizen(900), town.run)
    assert (control.positive, control.negative) == (True, False)
    described = journey(missing={"contains": "Latest"})
    control = controlled(town, described)
    attempts = filed(town, 1, 2)
    del town.kept[attempts[0].receipt]
    town.kept["900"] = citizen(1).name
    records = read(town, attempts, control, described, last_cut=50.0)
    assert states(records) == ["lost", "stored"]


def test_a_submission_whose_page_also_meets_missing_is_stored() -> None:
    """Its own content counts: another part of the page may have these words later."""
    store = Store()
    described = journey(missing={"contains": "does not exist"})
    control = controlled(store, described)
    attempts = filed(store, 1)
    page = f"<h1>Request 2</h1>{citizen(1).name}: light. The attachment does not exist."
    store.change = lambda path, _: (200, page) if path == "/request/2" else None
    assert states(read(store, attempts, control, described)) == ["stored"]
