"""Receipts, their pages and messages, and the storage drill."""

from dataclasses import replace
from typing import Any

import pytest

from epreuve.audits.checks.durability.lost_answer_probe import LostAnswerObservation, LostAnswers
from epreuve.audits.checks.durability.storage_loss import DrillObservation
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.facts.receipts import Messages, Receipts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import CONTROL_CELL
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.readiness import not_ready
from epreuve.probes.pages.receipt_records import DrillReceiptObservation, ReceiptMistake
from tests.audits import records
from tests.audits.checks.facts.conftest import PLAN, See, attempt, power, request, several, traffic
from tests.audits.records import RECEIPT_PAGE, made


def test_a_missing_storage_drill_has_a_reason(see: See) -> None:
    drilled = PLAN.model_copy(update={"drill": True})
    failed = Observation(90.0, "storage", DrillObservation(error="drill.restore: ended with 1"))
    for rows, plan, why in (
        ([], PLAN, "not requested"),
        ([], drilled, "The run ended before"),
        ([failed], drilled, "drill.restore: ended with 1"),
    ):
        with pytest.raises(NoEvidence, match=why):
            see(rows, plan).storage_loss  # noqa: B018 - asked for its error


@pytest.mark.parametrize(
    ("error", "french"),
    [
        (not_ready("http://[::1]:80/", 120), "http://[::1]:80/ ne répond pas 120 s après"),
        ("drill.restore: `false` ended with 1; see drill.log", "`false` a fini avec le code 1"),
    ],
)
def test_the_failure_of_a_drill_has_its_french(see: See, error: str, french: str) -> None:
    drilled = PLAN.model_copy(update={"drill": True})
    failed = Observation(90.0, "storage", DrillObservation(error=error))
    with pytest.raises(NoEvidence) as failure:
        see([failed], drilled).storage_loss  # noqa: B018 - asked for its error
    assert french in failure.value.text.fr


def receipt(number: int, state: str = "stored", **more: Any) -> Observation[Record]:
    return Observation(200.0, f"N{number}", records.receipt(number, state=state, **more))


def test_receipts_that_the_drill_does_not_read_are_counted(see: See) -> None:
    drilled = PLAN.model_copy(update={"drill": True})
    done = Observation(90.0, "storage", DrillObservation(error="", duration=1.0))
    before = [receipt(0), receipt(1), receipt(2), receipt(3, "lost")]
    states = {0: "stored", 1: "unread"}  # the third has no reading at all
    after = [
        Observation(95.0, f"N{number}", DrillReceiptObservation(**vars(record)))
        for number, state in states.items()
        if (record := records.receipt(number, state=state))
    ]
    loss = see([*several("a", "SSSS"), done, *before, *after], drilled).storage_loss
    assert (loss.held, loss.lost, loss.unread) == (1, 0, 2)


def test_receipts_are_lost_altered_or_twice(see: See) -> None:
    rows = [
        *several("a", "SSSSS"), receipt(0), receipt(1, "lost", unique=None),
        receipt(2, "altered", unique=None), receipt(3, unique=False),
        receipt(4, "unread", unique=None),
    ]  # fmt: skip
    assert see(rows).receipts == Receipts(5, 4, 1, 1, 1, counted=2, unjudged=1)
    receipts = see(rows).receipts
    assert receipts.acknowledged - receipts.audited == 1


def test_receipts_without_a_judgement_and_those_older_than_the_last_cut_are_counted(
    see: See,
) -> None:
    rows = [
        *several("a", "SSSSS"), receipt(0), receipt(1), receipt(2, "unread", unique=None),
        receipt(3, "unread", unique=None, requested=False), receipt(4, "lost", unique=None),
    ]  # fmt: skip
    alone = see(rows).receipts
    assert (alone.older, alone.unjudged) == (0, 1)
    late, early = ([*rows, power("off", at), power("on", at + 1.0)] for at in (190.0, 0.0))
    assert (see(late).receipts.older, see(early).receipts.older) == (3, 0)
    assert alone.loss_bound == 1.0
    exposed = replace(alone, audited=300, older=100, unverified=0)
    assert exposed.loss_bound == pytest.approx(1 / 301 + 0.03)
    more = replace(exposed, unverified=99)
    assert more.loss_bound == pytest.approx(100 / 400 + 0.03)


def test_no_receipt_read_has_the_most_frequent_reason(see: See) -> None:
    rows = [
        *several("a", "SSS"), receipt(0, "unread", reason="reset"),
        receipt(1, "unread", reason="log-in page"), receipt(2, "unread", reason="log-in page"),
    ]  # fmt: skip
    with pytest.raises(NoEvidence, match=r"read again\. Most frequent reason: log-in page\."):
        see(rows).receipts  # noqa: B018 - asked for its error


@pytest.mark.parametrize(
    ("on_form", "what"),
    [(False, r"users \(38\) got the same"), (True, "the form shows")],
)
def test_a_value_that_is_no_receipt_leaves_nothing_to_judge(
    see: See, on_form: bool, what: str
) -> None:
    record = ReceiptMistake(journey="deposer", holders=38, on_form=on_form, calm=False)
    rows = [*several("a", "SS"), receipt(0), receipt(1, "lost"), Observation(200.0, "0", record)]
    with pytest.raises(NoEvidence, match=f"“deposer”: .*{what}.*status 200"):
        see(rows).receipts  # noqa: B018 - asked for its error


def test_few_users_with_the_same_value_hide_no_loss(see: See) -> None:
    def run(holders: int, sound: int, *, calm: bool = False) -> Receipts:
        record = ReceiptMistake(journey="deposer", holders=holders, on_form=False, calm=calm)
        rows = [
            *several("a", "S" * sound), receipt(0, "lost", unique=None),
            *(receipt(number) for number in range(1, sound)), Observation(200.0, "0", record),
        ]  # fmt: skip
        return see(rows).receipts

    for holders, sound in ((2, 4), (2, 100), (4, 77)):
        receipts = run(holders, sound)
        assert (receipts.lost, receipts.audited, receipts.set_aside) == (1, sound, holders)
    for holders, sound in ((3, 20), (4, 76)):
        with pytest.raises(NoEvidence, match="got the same receipt"):
            run(holders, sound)
    with pytest.raises(NoEvidence, match="got the same receipt"):
        run(2, 100, calm=True)


def test_receipts_of_a_critical_journey_without_verify_are_unverified(see: See) -> None:
    (name, journey), *others = PLAN.profile.journeys.items()
    assert journey.critical
    verified = journey.model_copy(update={"verify": journey.steps[:1]})
    second = journey.model_copy(update={"verify": ()})
    journeys = {name: verified, "second": second, **dict(others)}
    profile = PLAN.profile.model_copy(update={"journeys": journeys})
    rows: list[Row] = [
        *(attempt(number, 1.0) for number in range(4)), *map(receipt, range(4)),
        *(attempt(number, 1.0, journey="second") for number in range(4, 9)),
        *(
            receipt(number, "unread", journey="second", unique=None, requested=False)
            for number in range(4, 9)
        ),
    ]  # fmt: skip
    receipts = see(rows, PLAN.model_copy(update={"profile": profile})).receipts
    assert (receipts.audited, receipts.unjudged, receipts.unverified) == (4, 0, 5)
    assert receipts.unverified_journeys == ("second",)


def test_the_page_of_a_receipt(see: See) -> None:
    page = made(ReceiptPageObservation, RECEIPT_PAGE)
    assert see([Observation(1.0, "deposer", page)]).receipt_pages[0].subject == "deposer"


def test_messages_are_counted_while_all_is_well(see: See) -> None:
    rows = [
        *several(CONTROL_CELL, "SSSF"), traffic(CONTROL_CELL, 1.0, sms=10, identite=4),
        traffic(CONTROL_CELL, 4.0, sms=13, identite=8),
    ]  # fmt: skip
    assert see(rows).messages == Messages(3, 3)


def lost(
    status: int = 200, resent: str = "success", unique: bool | None = True
) -> Observation[Record]:
    fields = {"status": status, "resent": resent, "unique": unique}
    record = LostAnswerObservation.model_validate(fields)
    return Observation(9.0, "deposer", record)


def test_a_receipt_page_read_again_is_no_request_sent_again(see: See) -> None:
    def user(number: int, step: str) -> list[Row]:
        given = attempt(number, 1.0, took=9.0)
        tries = [
            request(number, 2.0, step="POST /depot"), request(number, 5.0, "truncated", step=step),
            request(number, 6.0, step=step, attempt=1),
        ]  # fmt: skip
        return [given, *tries, receipt(number)]

    rows = [*user(0, "POST /depot"), *user(1, "GET /recu"), *user(2, "GET /recu")]
    assert see(rows).receipts.resent == 1


def test_only_accepted_requests_are_lost_answers(see: See) -> None:
    rows = [
        lost(), lost(303), lost(unique=False), lost(unique=None), lost(resent="http error"),
        lost(0), lost(429), lost(503),
    ]  # fmt: skip
    assert see(rows).lost_answers == LostAnswers(lost=5, counted=3, twice=1)
    assert see([]).lost_answers == LostAnswers()
