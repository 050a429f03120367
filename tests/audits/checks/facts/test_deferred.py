"""Requests that are acknowledged at once and processed later, and their backlog."""

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.recovery.backlog_probe import Backlog, BacklogObservation
from epreuve.audits.planning.plan import CONTROL_CELL
from epreuve.probes.evidence.observation import Observation, Record
from tests.audits.checks.facts.conftest import See, attempt, fault, several, start
from tests.audits.records import receipt


def test_deferred_is_acknowledged_then_processed(see: See) -> None:
    rows = [
        *several(CONTROL_CELL, "SSSS", first=20),
        *several("partenaire:silent", "SSSF"), fault("dependency-partenaire"),
        *(Observation(9.0, f"N{i}", receipt(i, processed=i < 2)) for i in range(3)),
    ]  # fmt: skip
    assert see(rows).deferred == Tries(4, 2)


def test_a_journey_that_the_return_of_the_partner_ended_does_not_count(see: See) -> None:
    at = start("partenaire:silent") + 0.3
    late = [attempt(10 + i, at, took=600.0) for i in range(3)]  # answered after the heal
    rows = [*several("partenaire:silent", "SSS"), fault("dependency-partenaire")]
    control = several(CONTROL_CELL, "SSSS", first=20)
    done = [Observation(9.0, f"N{i}", receipt(i, processed=True)) for i in (0, 1, 2, 10, 11, 12)]
    assert see([*control, *rows, *late, *done]).deferred == Tries(3, 3)
    early = [attempt(10 + i, at, took=600.0, receipt_at=at + 0.5) for i in range(3)]
    assert see([*control, *rows, *early, *done]).deferred == Tries(6, 6)


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
