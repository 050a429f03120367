"""Reading of the receipts of a run on a service in memory."""

from collections.abc import Callable
from typing import Any

import pytest

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution import receipt_reading as module
from epreuve.audits.execution.given_receipts import GivenReceipts
from epreuve.audits.execution.receipt_reading import (
    best_control,
    calm_mistakes,
    calm_until,
    check_calm,
    controls_of,
    read_receipts,
    reading_of,
    stored,
)
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_holders import Cuts
from epreuve.probes.pages.receipt_records import (
    ReceiptControl,
    ReceiptMistake,
    ReceiptObservation,
    UniqueControl,
)
from epreuve.probes.pages.submission import Submission
from tests.audits.checks.facts.conftest import crisis
from tests.probes.pages.store import JOURNEY, SEED, Store, attempt, citizen, filed

PLAN = make_plan(
    Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "address": "http://127.0.0.1:1", "normal_peak": "15/min"},
            "journeys": {"request": JOURNEY.model_dump(by_alias=True, exclude_defaults=True)},
            "power": {"level": "process", "start": ["true"]},
        }
    ),
    crisis(), seed=SEED, scale=20.0,
)  # fmt: skip
Read = Callable[..., list[Any]]


def booting_in(seconds: float) -> Plan:
    """The plan of a service with this measured boot time, and users without patience."""
    calibration = PLAN.calibration.model_copy(update={"boot": seconds})
    service = PLAN.profile.service.model_copy(update={"patience": 0.2})
    profile = PLAN.profile.model_copy(update={"service": service})
    return PLAN.model_copy(update={"calibration": calibration, "profile": profile})


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    def read_from(store: Store, given: GivenReceipts, plan: Plan = PLAN) -> list[Any]:
        monkeypatch.setattr(module, "run_of", lambda _: store.run)
        return list(read_receipts(plan, given, lambda: 300.0))

    return read_from


def states(rows: list[Any]) -> dict[int, str]:
    return {
        row.record.arrival: row.record.state
        for row in rows
        if isinstance(row, Observation) and row.kind == "receipt"
    }


def test_a_service_in_memory_loses_what_it_gave_before_the_last_cut(read: Read) -> None:
    store = Store()
    first = filed(store, *range(30), at=30.0)
    store.lose_all()
    second = filed(store, *range(100, 120), at=130.0)
    given = GivenReceipts((*first, *second), Cuts((100.0,)), {})
    rows = read(store, given, booting_in(0.2))
    assert states(rows) == {
        **dict.fromkeys(range(30), "lost"), **dict.fromkeys(range(100, 120), "stored"),
    }  # fmt: skip
    assert stored(rows) == set(range(100, 120))
    (control,) = controls_of(given, rows).values()
    assert (control.positive, control.negative) == (True, True)


def test_a_crash_without_a_power_cut_loses_what_was_given_before(read: Read) -> None:
    store = Store()
    first = filed(store, *range(40), at=130.0)
    store.lose_all()
    second = filed(store, *range(100, 120), at=200.0)
    rows = read(store, GivenReceipts((*first, *second), Cuts(), {}), booting_in(0.2))
    assert states(rows) == {
        **dict.fromkeys(range(40), "lost"), **dict.fromkeys(range(100, 120), "stored"),
        20: "unread",  # its number is now that of the control
    }  # fmt: skip
    assert not [row for row in rows if isinstance(row, Attempt)]


def test_a_value_given_again_that_nobody_can_read_is_no_receipt(read: Read) -> None:
    """A throttle shows the number of the hour to whom it refuses."""
    store = Store()
    stored = filed(store, *range(3), at=130.0)
    refused = [attempt(n, "h9", 100.0 + 20.0 * n) for n in range(50, 54)]
    rows = read(store, GivenReceipts((*stored, *refused), Cuts(), {}))
    assert set(states(rows)) == set(range(3))
    (mistaken,) = [
        row.record for row in rows if isinstance(getattr(row, "record", 0), ReceiptMistake)
    ]
    assert mistaken.holders == 4
    assert {row.arrival for row in rows if isinstance(row, Attempt)} == set(range(50, 54))


def test_controls_of_the_calibration_are_used(read: Read) -> None:
    store = Store()
    echo = ReceiptControl(positive=True, negative=False, reason="why")
    given = GivenReceipts(tuple(filed(store, 1)), Cuts(), {"request": echo})
    assert states(read(store, given)) == {1: "unread"}
    assert store.number == 1  # nothing else was submitted


def test_a_positive_control_that_failed_in_calm_is_made_again(read: Read) -> None:
    store = Store()
    failed = ReceiptControl(positive=False, negative=False, reason="why")
    given = GivenReceipts(tuple(filed(store, 1)), Cuts(), {"request": failed})
    assert states(read(store, given)) == {1: "stored"}


def submissions(*given: Attempt) -> list[Submission]:
    return [Submission(JOURNEY, one.receipt, PLAN.citizen(one.arrival)) for one in given]


def test_one_lost_submission_among_the_candidates_is_no_failed_control() -> None:
    store = Store()
    lost, kept = filed(store, 1, 2)
    del store.kept[lost.receipt]
    candidates = submissions(lost, kept)
    for order in (candidates, candidates[::-1]):
        assert best_control(order, store.run, 0.0).positive
    assert not best_control(candidates[:1], store.run, 0.0).positive


def test_the_last_receipts_are_the_control_when_no_new_one_is_given(read: Read) -> None:
    store = Store()
    attempts = filed(store, 1, 2)
    store.change = lambda path, request: (503, "full") if request.method == "POST" else None
    rows = read(store, GivenReceipts(tuple(attempts), Cuts(), {}))
    assert states(rows) == {1: "stored", 2: "stored"}
    assert rows[0].record.positive


@pytest.mark.parametrize(("at", "calm"), [(1.0, True), (calm_until(PLAN) + 1.0, False)])
def test_a_throttle_is_a_mistake_and_its_journeys_no_successes(
    read: Read, at: float, calm: bool
) -> None:
    store = Store()
    attempts = [*filed(store, *range(8)), *(attempt(90 + n, "0", at + n / 10) for n in range(5))]
    store.change = lambda path, request: (
        (200, '<form><input name="number" value="0"></form>') if request.method == "POST" else None
    )
    given = GivenReceipts(tuple(attempts), Cuts((1e6,)), {})
    if calm:
        with pytest.raises(NotMeasurable, match=r"“request”: .*\(5\) .*receipt.*status 200"):
            read(store, given)
        return
    rows = read(store, given)
    changed = [row for row in rows if isinstance(row, Attempt)]
    assert [(row.arrival, row.outcome, row.receipt) for row in changed] == [
        (90 + n, "wrong content", "") for n in range(5)
    ]
    assert states(rows) == dict.fromkeys(range(8), "stored")
    assert calm_until(PLAN) > 0.0


def test_mistakes_in_calm_stop_the_audit() -> None:
    control = ReceiptControl(positive=True, negative=True, reason="", form_values=("9",))
    alone = [attempt(1, "1"), attempt(2, "2")]
    assert calm_mistakes(alone, {"request": control}, 5.0) == []
    check_calm([])
    mistakes = calm_mistakes([attempt(1, "9")], {"request": control}, 5.0)
    with pytest.raises(NotMeasurable, match="the form shows"):
        check_calm([row.record for row in mistakes])
    with pytest.raises(NotMeasurable, match=r"users \(2\) got the same receipt"):
        check_calm([r.record for r in calm_mistakes([attempt(1, "9"), attempt(2, "9")], {}, 5.0)])


def test_steps_that_prove_nothing_are_not_read(read: Read) -> None:
    control = receipt_controls(JOURNEY, citizen(900), (store := Store()).run)
    counts = control.model_copy(update={"unique": UniqueControl(made=2, forged=0)})
    attempts = tuple(filed(store, 1))
    store.asked.clear()
    for known, unique, times in ((control, True, 1), (counts, None, 0)):
        store.asked.clear()
        row, *decoys = read(store, GivenReceipts(attempts, Cuts(), {"request": known}))
        assert not any(one.record.found for one in decoys)
        assert (row.record.state, row.record.unique) == ("stored", unique)
        assert store.asked.count("/by") == times


def test_steps_of_the_back_office_that_prove_nothing_are_not_read() -> None:
    office = {"get": "/agents/{receipt}"}
    fields = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)
    journeys = {"request": Journey.model_validate({**fields, "processed": [office]})}
    control = ReceiptControl(positive=True, negative=True, reason="", processed_forged=True)
    (kept,) = reading_of(PLAN, {}, 0.0, float, journeys).journeys.values()
    (left,) = reading_of(PLAN, {"request": control}, 0.0, float, journeys).journeys.values()
    assert (len(kept.processed), left.processed, left.unique) == (1, (), kept.unique)


def test_a_submission_may_appear_within_the_patience_of_users() -> None:
    assert reading_of(PLAN, {}, 0.0, float).settles_within == PLAN.profile.service.patience


@pytest.mark.parametrize(("last_cut", "seconds"), [(100.0, 8.0), (-1.0, 0.0)])
def test_a_loss_is_read_again_after_the_boot_time(last_cut: float, seconds: float) -> None:
    assert reading_of(booting_in(8.0), {}, last_cut, float).loads_within == seconds


def test_a_control_has_the_time_until_its_receipt_could_be_read() -> None:
    store = Store()
    lost, kept = filed(store, 1, 2)
    del store.kept[lost.receipt]
    assert best_control(submissions(kept, lost), store.run, 0.0, age=7.0).appears_within >= 7.0


def test_users_of_the_crisis_are_no_control_of_unique(read: Read) -> None:
    store = Store()
    attempts = filed(store, 1, 2)
    store.submit(citizen(2).name)  # the second user sent again, and exists twice
    store.change = lambda path, request: (503, "full") if request.method == "POST" else None
    rows = read(store, GivenReceipts(tuple(attempts), Cuts(), {}))
    assert rows[0].record.unique is None
    receipts = [row.record for row in rows if isinstance(row.record, ReceiptObservation)]
    assert {record.arrival: record.unique for record in receipts} == {1: True, 2: False}


def test_a_mistake_is_recorded_with_the_number_of_its_holders(read: Read) -> None:
    store = Store()
    attempts = [*filed(store, 1), *(attempt(90 + n, "0", calm_until(PLAN) + n) for n in range(3))]
    rows = read(store, GivenReceipts(tuple(attempts), Cuts(), {}))
    (mistake,) = (row for row in rows if getattr(row, "kind", "") == "receipt mistake")
    assert mistake.subject == "0"
    assert mistake.record == ReceiptMistake(journey="request", holders=3, on_form=False, calm=False)
    assert citizen(1).name not in str(rows[0])
