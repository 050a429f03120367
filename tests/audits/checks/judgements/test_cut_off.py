"""Users whom the next event cut off, and receipts that were not read: the worst and best case."""

import pytest

from epreuve.audits.checks.degradation.deferred import Deferred
from epreuve.audits.checks.facts.alone import Alone
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.levels import Compared
from epreuve.audits.checks.facts.rebound import Rebound
from epreuve.audits.checks.facts.surge import Goodput
from epreuve.reports.text import Text
from tests.audits.checks.judgements.conftest import cell, judged


def test_undecided_cells_count_as_blocked_where_they_do_not_change_the_verdict() -> None:
    doubt = Text(fr="x : coupés.", en="x: cut off.")
    cut = cell(0, dependency="x", doubt=doubt, undecided=True, cut_off=4)
    result = judged("DEG-2", {"matrix": (*(cell(4),) * 4, cut)})
    assert result.mark.value == 0.8
    assert result.interval == (0.8, 1.0)
    assert result.reason.en == "Blocked at worst: j × x. x: cut off."
    result = judged("DEG-2", {"matrix": (cell(4), cell(0, dependency="y"), cut)})
    assert (result.mark.outcome, result.reason.en[:16]) == ("inconclusive", "Blocked at worst")


def test_users_cut_off_with_a_slow_dependency_failed_at_worst() -> None:
    few = judged("DEG-1", {"matrix": (cell(4, "slow"),) * 4 + (cell(4, "slow", cut_off=1),)})
    assert few.mark.value == pytest.approx(0.96)
    assert "responded again: 1 of 21." in few.reason.en
    assert few.interval is not None
    assert few.interval.high == 1.0
    half = cell(4, "slow", dependency="e", cut_off=4)
    assert judged("DEG-1", {"matrix": (cell(4, "slow"), half)}).mark.outcome == "inconclusive"
    blocked = (cell(0, "slow"), cell(0, "slow", dependency="e", cut_off=1))
    assert judged("DEG-1", {"matrix": blocked}).mark.score == 0


@pytest.mark.parametrize(
    ("deferred", "value"),
    [
        (Deferred(Tries(36, 36), unread=4), 1.0),
        (Deferred(Tries(36, 36, cut_off=4)), 0.9),
        (Deferred(Tries(20, 2), unread=4), 0.1),
        (Deferred(Tries(4, 4), unread=4), None),
        (Deferred(Tries(4, 4, cut_off=4)), None),
        (Deferred(Tries(0, 0), unread=4), None),
    ],
)
def test_unknown_submissions_must_not_change_the_verdict(
    deferred: Deferred, value: float | None
) -> None:
    result = judged("DEG-5", {"deferred": deferred})
    assert result.mark.value == value
    assert result.interval == (None if value is None else deferred.shares)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("IND-2", "without_identity"), ("IND-3", "without_codes"), ("IND-4", "without_payment"),
    ],
)  # fmt: skip
def test_users_cut_off_without_a_third_party_failed_at_worst(name: str, fact: str) -> None:
    few = judged(name, {fact: (cell(4), cell(4, cut_off=2))})
    assert (few.mark.value, few.interval) == (0.8, (0.8, 1.0))
    assert "responded again: 2 of 10." in few.reason.en
    many = judged(name, {fact: (cell(4), cell(0, cut_off=3))})
    assert many.mark.outcome == "inconclusive"
    blocked = judged(name, {fact: (cell(0, cut_off=1),)})
    assert (blocked.mark.score, blocked.mark.conclusive) == (0, False)


def test_a_receipt_of_a_user_who_was_cut_off_counts_once() -> None:
    early = cell(0, acknowledged=6, cut_off=2)  # six users, all with a receipt
    assert judged("IND-4", {"without_payment": (early,)}).mark.value == 1.0


DOUBT = Text(fr="x : coupés.", en="x: cut off.")


@pytest.mark.parametrize(
    ("name", "fact", "served", "undecided", "score"),
    [
        ("TER-1", "island", (), ("a",), 50),
        ("TER-1", "island", (), ("a", "b"), None),
        ("TER-1", "island", ("a",), ("b",), None),
        ("REC-3", "cold_start", ("a",), ("b",), 50),
        ("REC-3", "cold_start", (), ("b",), None),
    ],
)
def test_an_undecided_journey_counts_where_it_does_not_change_the_verdict(
    name: str, fact: str, served: tuple[str, ...], undecided: tuple[str, ...], score: float | None
) -> None:
    facts = Alone(("a", "b"), served, True, dict.fromkeys(undecided, DOUBT))
    result = judged(name, {fact: facts})
    assert result.mark.score == score
    assert "x: cut off." in result.reason.en
    if name == "REC-3" and score is not None:
        assert result.interval == (50, 100)


@pytest.mark.parametrize(("name", "fact"), [("CON-1", "surge"), ("CON-7", "flash")])
def test_users_cut_off_in_a_surge_failed_at_worst(name: str, fact: str) -> None:
    """610 users of a surge: 148 succeeded, 385 failed, 77 were cut off."""
    saturated = judged(name, {fact: Tries(533, 148, cut_off=77)})
    assert (saturated.mark.score, saturated.shown.en) == (0, "24.2% (148 of 610)")
    assert "next event began: 77. Had they all succeeded: 36.9%." in saturated.reason.en
    assert saturated.interval is not None
    assert saturated.interval.low < 0.2427
    assert saturated.interval.high > 0.3688
    undecided = judged(name, {fact: Tries(60, 60, cut_off=40)})
    assert undecided.mark.outcome == "inconclusive"
    few = judged(name, {fact: Tries(100, 100, cut_off=5)})
    assert (few.mark.score, few.shown.en) == (100, "100% (100 of 100)")


def test_k2_holds_where_it_holds_with_all_users_cut_off_as_served() -> None:
    assert judged("CON-1", {"surge": Tries(533, 148, cut_off=77)}).mark.conclusive
    assert not judged("CON-1", {"surge": Tries(80, 40, cut_off=20)}).mark.conclusive


def test_goodput_is_judged_where_the_users_cut_off_do_not_decide() -> None:
    low = judged("CON-2", {"goodput": Goodput(1.0, 10.0, 3.0)})
    assert (low.mark.score, low.mark.outcome) == (0, "scored")
    undecided = judged("CON-2", {"goodput": Goodput(4.0, 10.0, 9.5)})
    assert undecided.mark.outcome == "inconclusive"
    assert "between 0.4 and 0.95 of the best" in undecided.reason.en


@pytest.mark.parametrize(
    ("succeeded", "cut_off", "score"), [(20, 20, 0.0), (60, 39, None), (99, 1, 100.0)]
)
def test_users_cut_off_when_all_come_back_failed_at_worst(
    succeeded: int, cut_off: int, score: float | None
) -> None:
    compared = Compared(100, succeeded, 100.0, Tries(40, 40), cut_off)
    result = judged("REC-5", {"rebound": Rebound(compared, 2.0)})
    assert result.mark.score == (score if score is None else pytest.approx(score))
    assert f"next event began: {cut_off}." in result.reason.en
