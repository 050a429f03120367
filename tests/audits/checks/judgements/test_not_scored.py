"""Criteria without a score: too little evidence, or not applicable."""

from dataclasses import replace

import pytest

from epreuve.audits.checks.continuity.refusals import Refusal
from epreuve.audits.checks.durability.lost_answer_probe import LostAnswers
from epreuve.audits.checks.durability.storage_loss import StorageLoss
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.reports.text import Text
from tests.audits.checks.judgements.conftest import (
    GRID,
    MEASURED,
    NO_PROMISE,
    Given,
    cell,
    dat_3,
    fru_7,
    judged,
    page,
    receipts,
    storage,
)


@pytest.mark.parametrize("name", [criterion.id for criterion in MEASURED])
def test_without_evidence_it_is_inconclusive(name: str) -> None:
    result = judged(name, {})
    assert result.mark.outcome == "inconclusive"
    assert result.mark.score is None
    assert all((result.reason.fr, result.reason.en))


@pytest.mark.parametrize("name", [criterion.id for criterion in MEASURED])
def test_not_applicable_is_not_scored(name: str) -> None:
    result = judged(name, {}, not_applicable={name: "pas de paiement"})
    assert (result.mark.outcome, result.mark.score) == ("not_applicable", None)
    assert result.reason.fr.startswith("Dispense du profil : pas de paiement. Seul le profil")


@pytest.mark.parametrize(
    "name", sorted({one.id for one in GRID.criteria if one.kind == "declared"})
)
def test_an_exemption_replaces_no_declaration(name: str) -> None:
    result = judged(name, {}, not_applicable={name: "sans objet"})
    assert (result.mark.outcome, result.mark.score) == ("scored", 0)
    assert "only a declaration with its document brings points here" in result.reason.en


def test_without_rejected_users_it_is_inconclusive() -> None:
    assert judged("CON-6", {"refusals": ()}).mark.outcome == "inconclusive"
    few = {"refusals": (Refusal(1.0, 0, False),) * 9}
    assert judged("CON-6", few).mark.outcome == "inconclusive"


def test_no_loss_proves_nothing_without_a_power_cut_in_the_crisis() -> None:
    result = judged("DAT-1", {"receipts": receipts(1500), "cuts_of_the_crisis": 0})
    assert result.mark.outcome == "inconclusive"
    assert "the power was not cut during the crisis" in result.reason.en


@pytest.mark.parametrize(
    ("older", "outcome"), [(0, "inconclusive"), (29, "inconclusive"), (30, "scored")]
)
def test_no_loss_proves_nothing_when_few_receipts_are_older_than_the_last_cut(
    older: int, outcome: str
) -> None:
    younger = replace(receipts(1500), older=older)
    result = judged("DAT-1", {"receipts": younger, "cuts_of_the_crisis": 4})
    assert result.mark.outcome == outcome
    if outcome == "scored":
        assert "of which 30 are older" in result.reason.en
        assert "less than 10%" in result.reason.en
    else:
        assert f"before the last power cut: {older}. At least 30" in result.reason.en


@pytest.mark.parametrize(
    ("lost", "unverified", "outcome"),
    [(0, 360, "inconclusive"), (0, 1, "scored"), (4, 360, "scored")],
)
def test_receipts_of_a_critical_journey_without_verify_may_hide_a_loss(
    lost: int, unverified: int, outcome: str
) -> None:
    some = replace(receipts(40, lost=lost), unverified=unverified, unverified_journeys=("second",))
    result = judged("DAT-1", {"receipts": some, "cuts_of_the_crisis": 4})
    assert result.mark.outcome == outcome
    assert result.mark.unproven == (outcome == "inconclusive")
    assert (result.mark.score == 0) == bool(lost)
    assert "have no `verify:` (second)" in result.reason.en
    if lost:
        assert result.mark.value == 0.1


def test_receipts_set_aside_hide_no_loss() -> None:
    some = replace(receipts(1000, lost=5), set_aside=2)
    result = judged("DAT-1", {"receipts": some, "cuts_of_the_crisis": 4})
    assert result.mark.value == 0.005
    assert "set aside, because several users got the same value: 2." in result.reason.en


@pytest.mark.parametrize(
    ("n", "unjudged", "outcome"),
    [(30, 1, "scored"), (30, 2, "inconclusive"), (990, 10, "scored"), (990, 11, "inconclusive")],
)
def test_many_receipts_without_a_judgement_may_hide_a_loss(
    n: int, unjudged: int, outcome: str
) -> None:
    facts = {"receipts": replace(receipts(n), unjudged=unjudged), "cuts_of_the_crisis": 4}
    result = judged("DAT-1", facts)
    assert result.mark.outcome == outcome
    hidden = f"but {unjudged} others could not be judged" in result.reason.en
    assert hidden == (outcome == "inconclusive")


def test_each_receipt_without_a_judgement_counts_as_lost_beside_a_loss() -> None:
    facts = {"receipts": replace(receipts(2000, lost=1), unjudged=49), "cuts_of_the_crisis": 4}
    result = judged("DAT-1", facts)
    assert (result.mark.value, result.mark.score) == (50 / 2049, 0.0)
    assert "1 of 2,000 receipts" in result.reason.en
    assert "49 others could not be judged" in result.reason.en


@pytest.mark.parametrize(
    ("n", "lost", "altered", "value", "conclusive"),
    [
        (1000, 0, 1, 0.0, True),
        (1000, 0, 10, 0.0, True),
        (1000, 0, 11, 0.011, False),
        (100, 0, 100, 1.0, False),
        (1000, 1, 10, 0.001, True),
        (1000, 1, 99, 0.1, True),
    ],
)
def test_many_altered_submissions_are_not_kept(
    n: int, lost: int, altered: int, value: float, conclusive: bool
) -> None:
    facts = {"receipts": receipts(n, lost=lost, altered=altered), "cuts_of_the_crisis": 4}
    result = judged("DAT-1", facts)
    assert (result.mark.value, result.mark.conclusive) == (value, conclusive)
    assert (result.mark.score == 100.0) == ("None is lost" in result.reason.en) == (value == 0.0)
    counted = f"{altered} are altered: each counts as not kept" in result.reason.en
    assert counted == (value > 0.001)


def test_too_few_receipts_are_inconclusive() -> None:
    for name in ("DAT-1", "DAT-2"):
        result = judged(name, {"receipts": receipts(29), "cuts_of_the_crisis": 4})
        assert result.mark.outcome == "inconclusive"
        assert result.remedy is not None
        assert result.remedy.en.startswith("Get more receipts")


@pytest.mark.parametrize(("resent", "counted"), [(0, 0), (1, 0), (0, 9), (5, 4)])
def test_no_duplicate_proves_nothing_when_few_had_to_send_again(resent: int, counted: int) -> None:
    facts = {"receipts": receipts(100, resent=resent), "lost_answers": LostAnswers(12, counted, 0)}
    result = judged("DAT-2", facts)
    assert result.mark.outcome == "inconclusive"
    assert f"but only {resent + counted} user" in result.reason.en
    assert "10 are needed" in result.reason.en


def test_a_receipt_without_a_submission_before_it_is_the_reason() -> None:
    facts = {
        "receipts": receipts(100, resent=0),
        "lost_answers": LostAnswers(unknown=(Text(en="why", fr="é"),)),
    }
    result = judged("DAT-2", facts)
    assert (result.mark.outcome, result.reason.en) == ("inconclusive", "why")
    assert result.remedy is not None
    assert "POST" in result.remedy.en


DOUBT = {"deposer": Text(en="no proof", fr="é")}


def test_no_loss_is_inconclusive_where_verify_of_a_journey_proves_nothing() -> None:
    facts = {"cuts_of_the_crisis": 4, "control_doubts": ControlDoubts(verify=DOUBT)}
    result = judged("DAT-1", {**facts, "receipts": receipts(2000)})
    assert (result.mark.outcome, result.reason.en) == ("inconclusive", "no proof")
    assert judged("DAT-1", {**facts, "receipts": receipts(2000, lost=2)}).mark.value == 0.001


def test_a_receipt_is_not_valid_where_verify_of_a_journey_proves_nothing() -> None:
    doubts = {"control_doubts": ControlDoubts(verify=DOUBT)}
    kept, lost = (judged("DAT-3", {**dat_3({}, 4, number), **doubts}) for number in (0, 1))
    assert (kept.mark.outcome, kept.reason.en) == ("inconclusive", "no proof")
    assert lost.mark.outcome == "scored"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"receipts": receipts(40, older=0)}, "before the last power cut: 0"),
        ({"receipts": receipts(40, unjudged=300)}, "300 others could not be judged"),
        ({"cuts_of_the_crisis": 0}, "the power was not cut"),
    ],
)
def test_a_receipt_is_valid_only_where_a_cut_put_it_at_risk(changed: Given, reason: str) -> None:
    result = judged("DAT-3", {**dat_3({}, 4, 0), **changed})
    assert result.mark.outcome == "inconclusive"
    assert reason in result.reason.en


def test_pages_that_prove_nothing_are_named_beside_the_others() -> None:
    doubt = Text(en="/news was not served in calm either.", fr="é")
    result = judged("DEG-4", {"information": Tries(2, 2), "information_doubts": (doubt,)})
    assert result.mark.score == 100.0
    assert result.reason.en.endswith(doubt.en)


def test_no_duplicate_is_inconclusive_where_unique_of_a_journey_proves_nothing() -> None:
    facts = {"lost_answers": LostAnswers(12, 12), "control_doubts": ControlDoubts(unique=DOUBT)}
    result = judged("DAT-2", {**facts, "receipts": receipts(100)})
    assert (result.mark.outcome, result.reason.en) == ("inconclusive", "no proof")
    assert judged("DAT-2", {**facts, "receipts": receipts(100, altered=50)}).mark.score == 0.0


def test_no_duplicate_proves_nothing_without_a_count() -> None:
    result = judged("DAT-2", {"receipts": Receipts(100, 100, 0, 0, 0, counted=0, resent=0)})
    assert result.mark.outcome == "inconclusive"
    assert "`unique:`" in result.reason.en


def test_a_page_that_did_not_load_is_inconclusive() -> None:
    assert (
        judged("FRU-3", {"pages": (page(bytes=1, complete=None),)}).mark.outcome == "inconclusive"
    )
    assert judged("FRU-7", fru_7(bytes=None)).mark.outcome == "inconclusive"


def test_no_slowed_dependency_is_inconclusive() -> None:
    assert judged("DEG-1", {"matrix": (cell(4),)}).mark.outcome == "inconclusive"


def test_a_backup_older_than_the_run_is_inconclusive() -> None:
    result = judged("DAT-5", storage(140.0, lost=40))
    assert result.mark.outcome == "inconclusive"
    assert "more than 140 s" in result.reason.en


def test_too_few_receipts_after_the_drill_are_inconclusive() -> None:
    facts = {"storage_loss": StorageLoss(29, 0, 0.0), "objectives": NO_PROMISE}
    assert judged("DAT-5", facts).mark.outcome == "inconclusive"
