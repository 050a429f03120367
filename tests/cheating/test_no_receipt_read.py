"""Cheat: the profile has receipts of a critical journey, and no `verify:`.

Sincere twin: the same service, whose profile reads them.
"""

from pathlib import Path

import pytest

from epreuve.audits.planning.plan import Plan
from tests.cheating.storage import NAMES, assert_never_better, judged


@pytest.mark.parametrize("name", NAMES)
def test_receipts_that_nobody_reads_never_score_better(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.synthetic import audit

    sincere = judged(name, tmp_path)
    usual = audit.Case.plan

    def without(self: audit.Case) -> Plan:
        plan = usual(self)
        journeys = {
            id: journey.model_copy(update={"verify": (), "unique": ()})
            for id, journey in plan.profile.journeys.items()
        }
        profile = plan.profile.model_copy(update={"journeys": journeys})
        return plan.model_copy(update={"profile": profile})

    monkeypatch.setattr(audit.Case, "plan", without)
    monkeypatch.setattr(audit, "_receipts", _unread)
    cheat = judged(name, tmp_path)
    assert_never_better(cheat, sincere)
    assert cheat.results["DAT-1"].mark.outcome == "inconclusive"


def _unread(plan: object, service: object, rows: list[object], now: float) -> object:
    from epreuve.probes.evidence.observation import Observation
    from epreuve.probes.evidence.records import Attempt
    from epreuve.probes.pages.receipt_records import ReceiptObservation

    for row in rows:
        if isinstance(row, Attempt) and row.receipt:
            record = ReceiptObservation(
                arrival=row.arrival, journey=row.journey, state="unread",
                reason="the journey has no `verify` steps", unique=None, processed=None,
                requested=False,
            )  # fmt: skip
            yield Observation(now, row.receipt, record)
