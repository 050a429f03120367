"""Causes of lost and doubled submissions, with literal facts."""

from dataclasses import replace

from epreuve.audits.checks.causes.late_write import late_write
from epreuve.audits.checks.causes.losses import Losses
from epreuve.audits.checks.causes.memory_only import memory_only
from epreuve.audits.checks.causes.same_receipt import SharedReceipt, same_receipt
from epreuve.audits.checks.causes.sent_twice import sent_twice
from epreuve.audits.checks.causes.unstored_receipts import unstored_receipts
from epreuve.audits.checks.durability.lost_answer_probe import LostAnswers
from epreuve.audits.checks.facts.receipts import Receipts
from tests.audits import frozen
from tests.audits.checks.causes.shown import shown

PLAN = frozen.plan()


BEHIND = Losses(59, 59, 2.34, 954, 960, ("cantine", "acte"))
GONE = Losses(40, 40, 61.5, 0, 1, ("acte",))
REFUSED = Losses(12, 0, 0.0, 30, 30, ("acte",))


def test_receipts_before_the_write() -> None:
    text = shown(late_write(BEHIND))
    assert "Lost receipts: 59 (cantine and acte), all given at most 2.4 s before" in text
    assert "Older receipts at a cut: 954, all kept" in text
    assert late_write(GONE) is None, "no older receipt is kept"
    assert late_write(REFUSED) is None, "no cut followed them"


def test_submissions_in_memory() -> None:
    text = shown(memory_only(GONE))
    assert "Receipts given before a power cut: 41, of which lost: 40, the oldest 62 s" in text
    assert memory_only(BEHIND) is None
    assert memory_only(REFUSED) is None


def test_success_pages_without_a_submission() -> None:
    text = shown(unstored_receipts(REFUSED))
    assert "Lost receipts: 12 (acte). Without a power cut after them: 12." in text
    assert "429 or 503" in text
    assert unstored_receipts(BEHIND) is None
    text = shown(unstored_receipts(replace(BEHIND, age=80.4, kept_older=2)))
    assert "up to 81 s old when the power went. Newer ones that are kept: 958." in text
    assert late_write(replace(BEHIND, age=80.4, kept_older=2)) is None
    assert unstored_receipts(GONE) is None


def test_requests_stored_twice() -> None:
    read = Receipts(acknowledged=90, audited=90, lost=0, altered=0, duplicated=0)
    twice = LostAnswers(lost=12, counted=12, twice=11)
    text = shown(sent_twice(PLAN, twice, read))
    assert "sent the same request again: 12, of whom stored twice: 11" in text
    assert "POST /" in text
    assert sent_twice(PLAN, LostAnswers(lost=12, counted=12), read) is None
    assert sent_twice(PLAN, twice, replace(read, altered=3)) is None, "not only duplicates"


def test_users_with_the_same_receipt() -> None:
    cause = same_receipt(PLAN, SharedReceipt("demander-acte", 12))
    text = shown(cause)
    assert "12 users of Request a certificate got the same receipt from “POST /" in text
    assert "429 or 503" in text
    assert cause is not None
    assert cause.unjudged == ("DAT-1", "DAT-2", "DAT-3")
