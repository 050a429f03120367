"""Each measured criterion with literal facts: full, partial, zero."""

import math
from dataclasses import replace

import pytest

from epreuve.audits.checks.continuity.ramp import Part
from epreuve.audits.checks.continuity.refusals import Refusal, Retries
from epreuve.audits.checks.degradation.deferred import Deferred
from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.degradation.no_script_probe import PlainSteps
from epreuve.audits.checks.durability.lost_answer_probe import LostAnswers
from epreuve.audits.checks.facts.alone import Alone
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.levels import Compared
from epreuve.audits.checks.facts.links import Links
from epreuve.audits.checks.facts.rebound import Rebound
from epreuve.audits.checks.facts.surge import Goodput
from epreuve.audits.checks.facts.traffic import Calls
from epreuve.audits.checks.independence.comfort_page_probe import Slowed
from epreuve.audits.checks.judgement import judgement_of
from epreuve.audits.checks.recovery.backlog_probe import Backlog
from epreuve.audits.profile.model import Objectives
from tests.audits.checks.judgements.conftest import (
    BACK,
    BARE,
    FORM,
    MEASURED,
    NEVER,
    NO_PROMISE,
    TEXT,
    Given,
    cell,
    channels,
    dat_3,
    fru_7,
    held,
    judged,
    page,
    parts,
    receipts,
    status,
    storage,
)

CLEAN = Tries(20, 20)  # control users on clean links
STEADY = Calls("d", 200, 60.0, 1000, 60.0)

# criterion, facts, score: full, partial, zero, in that order
CASES: list[tuple[str, Given, float]] = [
    ("CON-1", {"surge": Tries(200, 198)}, 100.0),
    ("CON-1", {"surge": Tries(200, 179)}, 100 * (0.895 - 0.8) / 0.19),
    ("CON-1", {"surge": Tries(200, 160)}, 0.0),
    ("CON-2", {"goodput": Goodput(9.5, 10.0, 9.5)}, 100.0),
    ("CON-2", {"goodput": Goodput(6.75, 10.0, 6.75)}, 50.0),
    ("CON-2", {"goodput": Goodput(4.0, 10.0, 4.0)}, 0.0),
    ("CON-3", {"step_times": (0.2,) * 19 + (9.0,)}, 100.0),
    ("CON-3", {"step_times": (math.sqrt(10),) * 20}, 50.0),
    ("CON-3", {"step_times": (0.2,) * 18 + (math.inf,) * 2}, 0.0),
    ("CON-4", {"ramp_parts": (Part(10.0, 20, 20, 0.5),)}, 100.0),
    ("CON-4", {"ramp_parts": parts(True, True, False)}, 100 * math.log(2) / math.log(10 / 1.5)),
    ("CON-4", {"ramp_parts": parts(False, True)}, 0.0),
    ("CON-5", {"retries": (Retries(100, 12, 0),)}, 100.0),
    ("CON-5", {"retries": (Retries(60, 50, 40), Retries(90, 9, 0))}, 50.0),
    ("CON-5", {"retries": (Retries(10, 100, 90),)}, 0.0),
    ("CON-5", {"retries": (Retries(0, 1942, 1942),)}, 0.0),
    ("CON-6", {"refusals": (Refusal(1.0, 2000, True),) * 20}, 100.0),
    ("CON-6", {"refusals": (Refusal(1.0, 9, True),) * 23 + (Refusal(3.0, 9, True),) * 17}, 50.0),
    ("CON-6", {"refusals": (Refusal(1.0, 90_000, True), Refusal(1.0, 0, False)) * 5}, 0.0),
    ("CON-7", {"flash": Tries(100, 97)}, 100.0),
    ("CON-7", {"flash": Tries(1000, 785)}, 50.0),
    ("CON-7", {"flash": Tries(100, 60)}, 0.0),
    ("DEG-1", {"matrix": (cell(4, "slow"), cell(4, "slow", dependency="e"))}, 100.0),
    ("DEG-1", {"matrix": (cell(4, "slow"), cell(2, "slow", dependency="e"))}, 100 * 0.125 / 0.45),
    ("DEG-1", {"matrix": (cell(2, "slow"),)}, 0.0),
    ("DEG-1", {"matrix": (), "contradicted_comfort": frozenset("e")}, 0.0),
    ("DEG-1", {"matrix": (cell(4, "slow"),), "contradicted_comfort": frozenset("e")}, 0.0),
    ("DEG-2", {"matrix": (cell(4), cell(2))}, 100.0),
    ("DEG-2", {"matrix": (cell(4),) * 3 + (cell(1),) * 2}, 50.0),
    ("DEG-2", {"matrix": (cell(0),)}, 0.0),
    ("DEG-3", {"matrix": (cell(4, waits=(3.0,) * 4),)}, 100.0),
    ("DEG-3", {"matrix": (cell(4, waits=(math.sqrt(90),) * 4),)}, 50.0),
    ("DEG-3", {"matrix": (cell(0, waits=(math.inf,) * 4),)}, 0.0),
    ("DEG-4", {"information": Tries(2, 2)}, 100.0),
    ("DEG-4", {"information": Tries(4, 3)}, 50.0),
    ("DEG-4", {"information": Tries(2, 1)}, 0.0),
    ("DEG-5", {"deferred": Deferred(Tries(100, 99))}, 100.0),
    ("DEG-5", {"deferred": Deferred(Tries(200, 149))}, 50.0),
    ("DEG-5", {"deferred": Deferred(Tries(4, 0))}, 0.0),
    ("DEG-6", status(), 100.0),
    ("DEG-6", status(bytes=14_001, other_host=False), 60.0),
    ("DEG-6", status(answered=False), 0.0),
    ("DEG-6", {"status_page": None}, 0.0),
    ("DEG-7", {"plain_steps": PlainSteps(Tries(6, 6), ())}, 100.0),
    ("DEG-7", {"plain_steps": PlainSteps(Tries(4, 3), ())}, 50.0),
    ("DEG-7", {"plain_steps": PlainSteps(Tries(6, 3), ())}, 0.0),
    ("DEG-8", held(FORM), 100.0),
    ("DEG-8", held(FORM, replace(FORM, kept=False)), 75.0),
    ("DEG-8", held(HeldForm("j", False, False, 1800.0)), 0.0),
    ("DEG-8", held(HeldForm("j", False, False, 28.0)), 0.0),
    ("DEG-9", {"calls": (STEADY,)}, 100.0),
    ("DEG-9", {"calls": (STEADY, Calls("e", 1100, 60.0, 1000, 60.0))}, 50.0),
    ("DEG-9", {"calls": (Calls("d", 2000, 60.0, 1000, 60.0),)}, 0.0),
    ("FRU-1", {"edge_page": page(useful=10.0)}, 100.0),
    ("FRU-1", {"edge_page": page(useful=math.sqrt(600))}, 50.0),
    ("FRU-1", {"edge_page": page(useful=None)}, 0.0),
    ("FRU-1", {"edge_page": page(useful=3.0, useful_bytes=30_000 * 9)}, 100.0),
    ("FRU-1", {"edge_page": page(useful=3.0, useful_bytes=30_000 * 60)}, 0.0),
    ("FRU-2", {"links": Links(Tries(100, 95), CLEAN)}, 100.0),
    ("FRU-2", {"links": Links(Tries(1000, 725), CLEAN)}, 50.0),
    ("FRU-2", {"links": Links(Tries(100, 50), CLEAN)}, 0.0),
    ("FRU-3", {"pages": (page(bytes=150_000),)}, 100.0),
    ("FRU-3", {"pages": (page(bytes=150_000), page(bytes=2_000_000))},
     100 * math.log(2e6 / 1_075_000) / math.log(2e6 / 15e4)),
    ("FRU-3", {"pages": (page(bytes=2_000_000),)}, 0.0),
    ("FRU-4", {"pages": (page(elements=10, requests=1, bytes=1000),)}, 100.0),
    ("FRU-4", {"pages": (page(elements=693, requests=78, bytes=2_420_000),)}, 100 * 19 / 55),
    ("FRU-4", {"pages": (page(elements=5000, requests=300, bytes=9_000_000),)}, 0.0),
    ("FRU-5", {"pages": (page(bytes=100_000, repeat_bytes=24_000),)}, 100.0),
    ("FRU-5", {"pages": (page(bytes=100_000, repeat_bytes=59_000),)}, 50.0),
    ("FRU-5", {"pages": (page(bytes=100_000, repeat_bytes=100_000),)}, 0.0),
    ("FRU-5", {"pages": (page(bytes=700, repeat_bytes=700),)}, 100.0),
    ("FRU-7", fru_7(), 100.0),
    ("FRU-7", fru_7(bytes=14_001, print_style=False, pdf_bytes=90_000), 60.0),
    ("FRU-7", fru_7(bytes=14_001, lifetime=3600, print_style=False, pdf_bytes=100_001), 0.0),
    ("HUM-1", channels(True, True), 100.0),
    ("HUM-1", channels(True, False), 50.0),
    ("HUM-1", channels(False, False), 0.0),
    ("IND-1", {"indispensable_hosts": ()}, 100.0),
    ("IND-1", {"indispensable_hosts": ("a", "b")}, 50.0),
    ("IND-1", {"indispensable_hosts": ("a", "b", "c", "d", "e")}, 0.0),
    ("IND-2", {"without_identity": (cell(4),)}, 100.0),
    ("IND-2", {"without_identity": (cell(4), cell(0))}, 100 * 0.5 / 0.95),
    ("IND-2", {"without_identity": (cell(0),)}, 0.0),
    ("IND-2", {"without_identity": (cell(4), cell(0, dependency="e", set="CONF"))}, 0.0),
    ("IND-3", {"without_codes": (cell(4),)}, 100.0),
    ("IND-3", {"without_codes": (cell(4), cell(0))}, 100 * 0.5 / 0.95),
    ("IND-3", {"without_codes": (cell(0),)}, 0.0),
    ("IND-4", {"without_payment": (cell(0, acknowledged=4),)}, 100.0),
    ("IND-4", {"without_payment": (cell(0, acknowledged=2),)}, 100 * 0.5 / 0.99),
    ("IND-4", {"without_payment": (cell(0),)}, 0.0),
    ("IND-5", {"slowed_pages": (Slowed("/", 0.5),)}, 100.0),
    ("IND-5", {"slowed_pages": (Slowed("/", 0.0), Slowed("/b", math.sqrt(10)))}, 50.0),
    ("IND-5", {"slowed_pages": (Slowed("/", math.inf),)}, 0.0),
    ("IND-6", {"observed_hosts": frozenset("ab"), "declared_hosts": frozenset("abc")}, 100.0),
    ("IND-6", {"observed_hosts": frozenset("abcd"), "declared_hosts": frozenset("abc")}, 50.0),
    ("IND-6", {"observed_hosts": frozenset("ab"), "declared_hosts": frozenset("a")}, 0.0),
    ("DAT-1", {"receipts": receipts(1000), "cuts_of_the_crisis": 4}, 100.0),
    ("DAT-1", {"receipts": receipts(230), "cuts_of_the_crisis": 4}, 100.0),
    ("DAT-1", {"receipts": receipts(3, lost=1), "cuts_of_the_crisis": 4}, 0.0),
    ("DAT-1", {"receipts": receipts(1000, lost=5), "cuts_of_the_crisis": 4}, 50.0),
    ("DAT-1", {"receipts": receipts(1000, lost=5), "cuts_of_the_crisis": 0}, 50.0),
    ("DAT-1", {"receipts": receipts(1000, lost=10), "cuts_of_the_crisis": 4}, 0.0),
    ("DAT-2", {"receipts": receipts(100)}, 100.0),
    ("DAT-2", {"receipts": receipts(1000, altered=5)}, 50.0),
    ("DAT-2", {"receipts": receipts(100, duplicated=1)}, 0.0),
    ("DAT-2", {"receipts": receipts(3, altered=1, resent=0)}, 0.0),
    ("DAT-2", {"receipts": receipts(9000, resent=0), "lost_answers": LostAnswers(12, 12, 1)}, 0.0),
    ("DAT-2", {"receipts": receipts(100, resent=0), "lost_answers": LostAnswers(12, 10)}, 100.0),
    ("DAT-3", dat_3(TEXT, sent=4, lost=0), 100.0),
    ("DAT-3", dat_3(BARE, sent=4, lost=1), 40.0),
    ("DAT-3", dat_3({**BARE, "shows_number": False}, sent=3, lost=1), 0.0),
    ("DAT-5", storage(60.0, lost=2), 100.0),
    ("DAT-5", storage(60.0, lost=2, promised=30), 50.0),
    ("DAT-5", storage(math.sqrt(300 * 86_400), lost=9), 50.0),
    ("DAT-5", storage(90_000.0, lost=40), 0.0),
    ("REC-1", {"recoveries": (BACK,), "objectives": NO_PROMISE}, 100.0),
    ("REC-1", {"recoveries": (BACK,), "objectives": Objectives(max_outage="1s")}, 50.0),
    ("REC-1", {"recoveries": (BACK, NEVER), "objectives": NO_PROMISE}, 0.0),
    ("REC-2", {"recoveries": (BACK, BACK)}, 100.0),
    ("REC-2", {"recoveries": (BACK, BACK, BACK, NEVER)}, 50.0),
    ("REC-2", {"recoveries": (BACK, NEVER)}, 0.0),
    ("REC-3", {"cold_start": Alone(("a", "b"), ("a", "b"), False)}, 100.0),
    ("REC-3", {"cold_start": Alone(("a", "b"), ("b",), False)}, 50.0),
    ("REC-3", {"cold_start": Alone(("a", "b"), (), True)}, 0.0),
    ("REC-4", {"backlog": Backlog(4, 0, 1.5, 3.0)}, 100.0),
    ("REC-4", {"backlog": Backlog(4, 0, math.sqrt(2), 1.0)}, 50.0),
    ("REC-4", {"backlog": Backlog(4, 2, 0.0, 3.0)}, 0.0),
    ("REC-5", {"rebound": Rebound(Compared(100, 99, 100.0), 2.0)}, 100.0),
    ("REC-5", {"rebound": Rebound(Compared(1000, 895, 1000.0), 2.0)}, 50.0),
    ("REC-5", {"rebound": Rebound(Compared(100, 80, 100.0), 2.0)}, 0.0),
    ("TER-1", {"island": Alone(("a", "b"), ("a", "b"), True)}, 100.0),
    ("TER-1", {"island": Alone(("a", "b"), ("a",), True)}, 50.0),
    ("TER-1", {"island": Alone(("a", "b"), ("a",), False)}, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "facts", "score"), CASES)
def test_literal_facts_give_the_score(name: str, facts: Given, score: float) -> None:
    result = judged(name, facts)
    assert result.mark.outcome == "scored", result.reason.en
    assert result.mark.score == pytest.approx(score)
    assert result.mark.measured
    assert all((result.shown.fr, result.shown.en, result.reason.fr, result.reason.en))
    assert result.evidence.fr != result.evidence.en


def test_every_measured_criterion_has_a_full_a_partial_and_a_zero_case() -> None:
    wanted = {criterion.id for criterion in MEASURED}
    assert {name for name, _, score in CASES if score == 100} == wanted
    assert {name for name, _, score in CASES if 0 < score < 100} == wanted
    assert {name for name, _, score in CASES if score == 0} == wanted


def test_requests_sent_again_without_a_duplicate_have_an_interval() -> None:
    facts = {"receipts": receipts(100, resent=2), "lost_answers": LostAnswers(12, 10)}
    reason = judged("DAT-2", facts).reason.en
    assert "lost its response: 12. With 95% confidence, less than 25% of the requests" in reason


def test_without_third_parties_no_declaration_is_needed() -> None:
    result = judged("IND-6", {"observed_hosts": frozenset(), "declared_hosts": frozenset("a")})
    assert result.mark.score == 100


def test_calls_of_a_service_that_the_run_did_not_start_are_not_known() -> None:
    facts = {"observed_hosts": frozenset("a"), "declared_hosts": frozenset("a")}
    known, unknown = judged("IND-6", facts), judged("IND-6", {**facts, "start_calls": None})
    assert "did not start the service" not in known.reason.en
    assert "did not start the service" in unknown.reason.en


def test_every_measured_criterion_has_a_judgement() -> None:
    assert [criterion.id for criterion in MEASURED if judgement_of(criterion.id) is None] == []
