"""Two journeys whose receipts come from one counter, or from two."""

import pytest

from epreuve.audits.execution import receipt_reading as module
from epreuve.audits.execution.given_receipts import GivenReceipts
from epreuve.audits.execution.receipt_reading import read_receipts
from epreuve.audits.planning.plan import Plan
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt_holders import Cuts
from epreuve.probes.pages.receipt_records import ReceiptControl
from tests.audits.execution.test_receipt_reading import PLAN, states
from tests.probes.pages.store import JOURNEY, Store, filed

BY_NUMBER = {"get": "/request/{receipt}", "expect": {"contains": "Your request {receipt}"}}


def two_journeys() -> Plan:
    """Plan of two journeys whose receipts are read at one address."""
    fields = {**JOURNEY.model_dump(by_alias=True, exclude_defaults=True), "unique": []}
    journey = Journey.model_validate({**fields, "verify": [BY_NUMBER]})
    journeys = {"request": journey, "complaint": journey}
    profile = PLAN.profile.model_copy(update={"journeys": journeys})
    return PLAN.model_copy(update={"profile": profile})


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    """Store whose pages show the number of the submission, and nothing of its user."""
    store = Store()
    monkeypatch.setattr(module, "run_of", lambda _: store.run)
    store.change = lambda path, _: (
        (200, f"<h1>Your request {path.removeprefix('/request/')}</h1>")
        if path.startswith("/request/") and not store.is_unknown(path)
        else None
    )
    return store


def test_two_journeys_that_share_a_counter_lose_what_the_other_one_got_again(store: Store) -> None:
    first = filed(store, *range(40), at=30.0)
    store.lose_all()
    second = [one._replace(journey="complaint") for one in filed(store, *range(100, 141), at=130.0)]
    given = GivenReceipts((*first, *second), Cuts((100.0,)), {})
    rows = list(read_receipts(two_journeys(), given, lambda: 300.0))
    controls = [row.record for row in rows if isinstance(row.record, ReceiptControl)]
    assert [control.proof for control in controls] == ["state", "state"]
    assert states(rows) == {
        **dict.fromkeys(range(40), "lost"), **dict.fromkeys(range(100, 141), "stored"),
    }  # fmt: skip


def test_journeys_that_number_alike_in_calm_lose_nothing_in_a_cut(store: Store) -> None:
    """Two counters, and one page that finds both kinds of submissions."""
    pairs = [filed(store, 2 * n, at=30.0 + 5 * n) for n in range(40)]
    attempts = [one for (one,) in pairs]
    others = [
        one._replace(arrival=one.arrival + 1000, journey="complaint", receipt_at=one.receipt_at + 3)
        for one in attempts
    ]
    given = GivenReceipts((*attempts, *others), Cuts((100.0,)), {})
    rows = list(read_receipts(two_journeys(), given, lambda: 300.0))
    assert set(states(rows).values()) == {"stored"}
