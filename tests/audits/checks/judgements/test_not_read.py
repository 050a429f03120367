"""Receipts, submissions and cuts that show nothing."""

import pytest

from epreuve.audits.checks.durability.storage_loss import StorageLoss
from epreuve.audits.checks.recovery.backlog_probe import Backlog
from tests.audits.checks.judgements.conftest import BACK, NEVER, NO_PROMISE, judged


@pytest.mark.parametrize(("unread", "outcome"), [(2, "scored"), (3, "inconclusive")])
def test_receipts_unread_after_the_drill_may_be_lost(unread: int, outcome: str) -> None:
    facts = {"storage_loss": StorageLoss(40, 0, 0.0, unread=unread), "objectives": NO_PROMISE}
    result = judged("DAT-5", facts)
    assert result.mark.outcome == outcome
    assert ("40 of 43 receipts were read again" in result.reason.en) is (unread == 3)


@pytest.mark.parametrize("loss", [StorageLoss(36, 26, 86400.0, unread=4), StorageLoss(9, 1, 1e6)])
def test_unread_receipts_do_not_change_a_loss_of_a_day(loss: StorageLoss) -> None:
    result = judged("DAT-5", {"storage_loss": loss, "objectives": NO_PROMISE})
    assert (result.mark.outcome, result.mark.score) == ("scored", 0)


@pytest.mark.parametrize(
    ("left", "unanswered", "outcome"), [(8, 0, "scored"), (8, 2, "scored"), (8, 5, "inconclusive")]
)
def test_submissions_for_which_the_service_fails_are_no_backlog(
    left: int, unanswered: int, outcome: str
) -> None:
    backlog = Backlog(8, left, 0.0, 4.0, unanswered)
    result = judged("REC-4", {"backlog": backlog})
    assert result.mark.outcome == outcome
    assert ("failed for 5 of 8 submissions" in result.reason.en) is (unanswered == 5)


def test_a_service_that_kept_its_power_has_no_time_of_return() -> None:
    """Its users had no network: when it is useful again says nothing of a start."""
    facts = {"recoveries": (BACK,), "objectives": NO_PROMISE}
    assert judged("REC-1", facts).mark.score == 100
    kept = judged("REC-1", {**facts, "keeps_power": True})
    assert kept.mark.outcome == "inconclusive"
    assert "kept its power" in kept.reason.en
    never = {**facts, "recoveries": (BACK, NEVER), "keeps_power": True}
    assert judged("REC-1", never).mark.score == 0
