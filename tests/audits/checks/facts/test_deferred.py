"""Requests that are acknowledged at once and processed later, and their backlog."""

from typing import Any

import pytest

from epreuve.audits.checks.degradation.deferred import Deferred
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.recovery.backlog_probe import Backlog, BacklogObservation
from epreuve.audits.planning.plan import CONTROL_CELL
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import See, attempt, criterion_result, fault, several, start
from tests.audits.records import receipt


def test_deferred_is_acknowledged_then_processed(see: See) -> None:
    rows = [
        *several(CONTROL_CELL, "SSSS", first=20),
        *several("partenaire:silent", "SSSF"), fault("dependency-partenaire"),
        *(Observation(9.0, f"N{i}", receipt(i, processed=i < 2)) for i in range(3)),
    ]  # fmt: skip
    assert see(rows).deferred == Deferred(Tries(4, 2))


def test_a_journey_that_the_return_of_the_partner_ended_counts_apart(see: See) -> None:
    at = start("partenaire:silent") + 0.3
    late = [attempt(10 + i, at, took=600.0) for i in range(3)]  # ended after the heal
    rows = [*several("partenaire:silent", "SSS"), fault("dependency-partenaire")]
    control = several(CONTROL_CELL, "SSSS", first=20)
    done = [Observation(9.0, f"N{i}", receipt(i, processed=True)) for i in (0, 1, 2, 10, 11, 12)]
    assert see([*control, *rows, *late, *done]).deferred == Deferred(Tries(3, 3, cut_off=3))
    early = [attempt(10 + i, at, took=600.0, receipt_at=at + 0.5) for i in range(3)]
    assert see([*control, *rows, *early, *done]).deferred == Deferred(Tries(6, 6))


@pytest.mark.parametrize(
    "record", [{"state": "unread"}, {"processed": None}, {"state": "altered"}, None]
)
def test_a_receipt_that_was_not_read_is_no_failure(see: See, record: dict[str, Any] | None) -> None:
    rows = [
        *several(CONTROL_CELL, "SSSS", first=20),
        *several("partenaire:silent", "SSSS"), fault("dependency-partenaire"),
        Observation(9.0, "N0", receipt(0, processed=True)),
    ]  # fmt: skip
    unread = [] if record is None else [receipt(i, **record) for i in range(1, 4)]
    facts = see([*rows, *(Observation(9.0, f"N{one.arrival}", one) for one in unread)])
    assert facts.deferred == Deferred(Tries(1, 1), unread=3)
    result = criterion_result("DEG-5", facts)
    assert result.mark.outcome == "inconclusive"
    assert "do not show whether the submission was processed: 3." in result.reason.en


def test_a_lost_submission_was_not_processed(see: See) -> None:
    rows = [*several(CONTROL_CELL, "SSSS", first=20), *several("partenaire:silent", "SSS")]
    states = [{"processed": True}, {"state": "lost"}, {"state": "altered", "processed": False}]
    read = [Observation(9.0, f"N{i}", receipt(i, **one)) for i, one in enumerate(states)]
    facts = see([*rows, fault("dependency-partenaire"), *read])
    assert facts.deferred == Deferred(Tries(3, 1))


def backlog(filed: int, left: int, done: float) -> Observation[Record]:
    record = BacklogObservation(
        filed=filed, left=left, completed_at=done, partner_back_at=80.0, outage=4.0
    )
    return Observation(90.0, "partenaire:silent", record)


def test_the_backlog_is_the_slowest_partners(see: See) -> None:
    assert see([backlog(4, 0, 82.0)]).backlog == Backlog(4, 0, 2.0, 4.0)
    assert see([backlog(4, 0, 82.0), backlog(4, 1, 0.0)]).backlog.left == 1
    with pytest.raises(NoEvidence, match="there was no backlog"):
        _ = see([backlog(0, 0, 0.0)]).backlog
