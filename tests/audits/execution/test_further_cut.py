"""A further power cut after the receipts were read, and the second reading of some of them."""

from types import SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.execution import further_cut, receipt_reading
from epreuve.audits.execution.given_receipts import GivenReceipts
from epreuve.audits.profile.power import PowerLevel
from epreuve.faults.power.cut_report import CutReport
from epreuve.probes.pages.receipt_holders import Cuts
from tests.audits.execution.test_receipt_reading import PLAN
from tests.probes.pages.reading import controlled
from tests.probes.pages.store import Store, filed


class Site:
    """The power of a service in memory, which may lose all in a cut."""

    def __init__(self, store: Store, *, loses: bool, survivors: tuple[str, ...] = ()) -> None:
        self.clock: Any = SimpleNamespace(now=lambda: 500.0)
        self._store, self._loses, self._survivors = store, loses, survivors

    def power_off(self) -> CutReport:
        if self._loses:
            self._store.lose_all()
        return CutReport(survivors=self._survivors)

    def power_on(self) -> str | None:
        return None


def kinds(monkeypatch: pytest.MonkeyPatch, *, loses: bool, survivors: tuple[str, ...] = ()) -> Any:
    store = Store()
    control = controlled(store)
    attempts = filed(store, *range(1, 61))
    monkeypatch.setattr(receipt_reading, "run_of", lambda _: store.run)
    monkeypatch.setattr(further_cut, "await_service", lambda _: True)
    receipts = GivenReceipts(tuple(attempts), Cuts(), {"request": control})
    site = Site(store, loses=loses, survivors=survivors)
    rows = further_cut.read_after_cut(
        PLAN, site, receipts, receipts.controls, set(range(1, 61))
    )  # fmt: skip
    return [(row.kind, getattr(row.record, "state", "")) for row in rows]


def test_some_receipts_are_read_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = kinds(monkeypatch, loses=False)
    assert rows == [("further cut", ""), *[("second receipt", "stored")] * further_cut.SAMPLE]


def test_a_cut_that_left_a_process_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds(monkeypatch, loses=False, survivors=("7 service",)) == [("further cut", "")]


@pytest.mark.parametrize(("level", "possible"), [("process", True), ("proxy", False)])
def test_it_needs_a_level_that_stops_the_processes(level: PowerLevel, possible: bool) -> None:
    power = PLAN.profile.power.model_copy(update={"level": level})
    profile = PLAN.profile.model_copy(update={"power": power})
    plan = PLAN.model_copy(update={"profile": profile})
    assert plan.cuts
    assert further_cut.is_possible(plan) == possible
    assert not further_cut.is_possible(plan.model_copy(update={"cuts": ()}))
