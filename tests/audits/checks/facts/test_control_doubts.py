"""Steps of a profile that prove nothing, and the criteria that they leave open."""

from typing import Any

import pytest

from epreuve.audits.checks.degradation.form_probe import FormObservation
from epreuve.audits.checks.durability.lost_answer_probe import LostAnswerObservation
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.recovery.backlog_probe import BacklogObservation
from epreuve.audits.execution.doubt_messages import doubt_messages
from epreuve.audits.planning.plan import CONTROL_CELL
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.pages.receipt_records import ReceiptControl, UniqueControl
from tests.audits import records
from tests.audits.checks.facts.conftest import See, fault, several

GOOD: dict[str, Any] = {
    "positive": True, "negative": True, "reason": "", "proof": "content",
    "unique": UniqueControl(made=1, forged=0), "processed_forged": False,
}  # fmt: skip
WEAK = {"proof": "nothing"}
ECHO = {"negative": False, "proof": None, "unique": None, "processed_forged": None}


def made(**changes: Any) -> ReceiptControl:
    return ReceiptControl(**{**GOOD, **changes})


def observed(at: float = 0.0, **changes: Any) -> Observation[Record]:
    return Observation(at, "deposer", made(**changes))


def receipt(number: int, state: str = "unread", **more: Any) -> Observation[Record]:
    return Observation(200.0, f"N{number}", records.receipt(number, state=state, **more))


@pytest.mark.parametrize(
    "changes", [{}, {"proof": "state"}, {"unique": None}, {"processed_forged": None}]
)
def test_controls_as_they_must_be_leave_no_doubt(see: See, changes: dict[str, Any]) -> None:
    assert see([observed(**changes)]).control_doubts == ControlDoubts({}, {}, {})
    assert see([]).control_doubts == ControlDoubts()
    assert list(doubt_messages({"deposer": made(**changes)})) == []


@pytest.mark.parametrize(
    ("changes", "kind", "sentence", "open_criterion"),
    [
        (ECHO, "verify", "`verify` also succeeds for a receipt that was never given", "DAT-1"),
        (WEAK, "verify", "shows nothing that its user sent, and not the receipt", "DAT-1"),
        ({"unique": UniqueControl(made=3, forged=3)}, "unique", "`unique` counted 3 for a receipt "
         "just made, where it must count 1", "DAT-2"),
        ({"unique": UniqueControl(made=0, forged=0)}, "unique", "counted 0 for a receipt just made",
         "DAT-2"),
        ({"unique": UniqueControl(made=1, forged=1)}, "unique", "counted 1 for a receipt that was "
         "never given", "DAT-2"),
        ({"unique": UniqueControl(made=None, forged=0, detail="GET /: reset")}, "unique",
         "failed for a receipt just made: GET /: reset.", "DAT-2"),
        ({"processed_forged": True}, "processed", "`processed` also succeeds", "REC-4"),
    ],
)  # fmt: skip
def test_a_control_that_fails_is_a_doubt_and_is_said_before_the_crisis(
    see: See, changes: dict[str, Any], kind: str, sentence: str, open_criterion: str
) -> None:
    doubts = see([observed(), observed(1.0, **changes)]).control_doubts
    assert sentence in getattr(doubts, kind)["deposer"].en
    assert {name for name in ("verify", "unique", "processed") if getattr(doubts, name)} == {kind}
    (message,) = doubt_messages({"deposer": made(**changes)})
    assert sentence in message.en
    assert open_criterion in message.fr


def test_the_expectation_that_unique_does_not_meet_is_said_in_french() -> None:
    bad = UniqueControl(made=1, forged=0, detail="GET /by: contains: 'x' is missing")
    (message,) = doubt_messages({"deposer": made(unique=bad)})
    assert "GET /by: contains: 'x' is missing." in message.en
    assert "is missing" not in message.fr


def test_receipts_that_nothing_proves_are_not_judged(see: See) -> None:
    rows = [*several("a", "SS"), receipt(0), receipt(1)]
    with pytest.raises(NoEvidence, match="shows nothing that its user sent") as error:
        _ = see([observed(**WEAK), *rows]).receipts
    assert error.value.remedy is not None
    assert "`contains: '{citizen.name}'`" in error.value.remedy.en
    with pytest.raises(NoEvidence, match="No receipt could be read"):
        _ = see([observed(), *rows]).receipts


def test_answers_lost_in_a_journey_whose_unique_proves_nothing_do_not_count(see: See) -> None:
    lost = LostAnswerObservation(status=200, resent="success", unique=False)
    rows = [Observation(9.0, "deposer", lost), Observation(9.0, "other", lost)]
    bad = UniqueControl(made=2, forged=0)
    assert see(rows).lost_answers.twice == 2
    assert see([observed(unique=bad), *rows]).lost_answers.twice == 1


def test_a_form_read_back_without_a_proof_is_not_kept(see: See) -> None:
    def form(*, kept: bool) -> Observation[Record]:
        record = FormObservation(
            filled="success", filled_at=1.0, resumed="success", detail="", kept=kept
        )
        return Observation(79.0, "deposer", record)

    link = "citizens-interrupted-form"
    rows = [fault(link, at=2.0), fault(link, "heal", at=78.0), observed(**WEAK)]
    with pytest.raises(NoEvidence, match="does not prove"):
        _ = see([*rows, form(kept=True)]).held_forms
    assert not see([*rows, form(kept=False)]).held_forms[0].kept


def test_deferred_submissions_that_all_count_as_processed_prove_nothing(see: See) -> None:
    rows = [
        *several(CONTROL_CELL, "SSSS", first=20), *several("partenaire:silent", "SSS"),
        fault("dependency-partenaire"), *(receipt(i, "stored", processed=True) for i in range(3)),
    ]  # fmt: skip
    assert see(rows).deferred.tries == Tries(3, 3)
    with pytest.raises(NoEvidence, match="`processed` also succeeds"):
        _ = see([observed(processed_forged=True), *rows]).deferred


def test_a_backlog_that_counts_all_as_processed_is_no_backlog(see: See) -> None:
    record = BacklogObservation(filed=8, left=0, completed_at=9.0, partner_back_at=8.0, outage=5.0)
    rows = [Observation(9.0, "partenaire:silent", record)]
    assert see(rows).backlog.filed == 8
    with pytest.raises(NoEvidence, match="`processed` also succeeds"):
        _ = see([observed(processed_forged=True), *rows]).backlog
