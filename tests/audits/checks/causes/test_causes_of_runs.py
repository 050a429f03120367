"""Causes in the evidence of whole runs, which are written from literals."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan
from epreuve.audits.scoring.assess import judge_run
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.pages.receipt_records import ReceiptObservation
from epreuve.reports.assessment import Repair
from tests.audits import frozen

PLAN = frozen.plan()
GRID = load_grid()


def repairs(path: Path, rows: Iterable[Row], plan: Plan = PLAN) -> dict[str, Repair]:
    assessment = judge_run(frozen.keep(path, plan, rows), GRID).assessment
    return {repair.id: repair for repair in assessment.repairs}


def waiting(row: Row) -> Row:
    """A user of the surge who gives up, on a clean or on a poor link."""
    surge = PLAN.window("surge")
    assert surge is not None
    if not isinstance(row, Attempt) or not surge.start <= row.intended < surge.closes:
        return row
    if row.cohort not in {CONTROL_COHORT, *frozen.POOR_LINKS} or row.outcome != "success":
        return row
    return row._replace(outcome="gave up", ended=row.intended + 30, receipt="", receipt_at=-1.0)


def test_slow_clients_that_hold_the_workers(tmp_path: Path) -> None:
    found = repairs(tmp_path / "run", map(waiting, frozen.rows(PLAN, frozen.GOOD)))
    repair = found["slow-clients"]
    assert "0% of the journeys on poor links succeeded, and 0% of those on clean" in (
        repair.observed.en
    )
    assert "CON-1" in repair.scores
    assert repair.to_gain > 0
    assert "saturation" not in found


def refusing(row: Row) -> Row:
    """A user of the surge who is refused as fast as others are served, every second one."""
    surge = PLAN.window("surge")
    assert surge is not None
    if not isinstance(row, Attempt | Request) or not surge.start <= row.intended < surge.closes:
        return row
    if row.arrival % 2 or row.outcome != "success":
        return row
    if isinstance(row, Request):
        return row._replace(outcome="http error", status=429)
    return row._replace(outcome="http error", receipt="", receipt_at=-1.0)


def test_a_limit_that_refuses_users(tmp_path: Path) -> None:
    found = repairs(tmp_path / "run", map(refusing, frozen.rows(PLAN, frozen.GOOD)))
    observed = found["limit-of-requests"].observed.en
    assert "are refusals with a complete response (status 429)" in observed
    assert "saturation" not in found


def test_third_parties_that_the_service_waits_for(tmp_path: Path) -> None:
    found = repairs(tmp_path / "run", frozen.rows(PLAN, frozen.BAD))
    observed = found["waits-for-dependency"].observed.en
    assert "at “GET /” (" in observed
    assert "no-alternative" not in found
    assert {"DEG-2", "IND-1"} <= set(found["waits-for-dependency"].scores)


def lost_before_a_cut(row: Row, given: dict[int, float]) -> Row:
    """Lose the receipts of the last second before each power cut."""
    if not (isinstance(row, Observation) and isinstance(row.record, ReceiptObservation)):
        return row
    at = given[row.record.arrival]
    is_lost = any(cut.start - 1 <= at < cut.start for cut in PLAN.cuts)
    state = "lost" if is_lost else "stored"
    record = row.record.model_copy(update={"state": state, "reason": "status 404" * is_lost})
    return replace(row, record=record)


def test_receipts_that_are_given_before_the_write(tmp_path: Path) -> None:
    rows = list(frozen.rows(PLAN, frozen.GOOD))
    given = {row.arrival: row.receipt_at for row in rows if isinstance(row, Attempt)}
    found = repairs(tmp_path / "run", [lost_before_a_cut(row, given) for row in rows])
    assert "before a power cut, or on their way" in found["late-write"].observed.en
    assert not {"memory-only", "unstored-receipts"} & set(found)


def test_receipts_lost_at_random_have_another_cause(tmp_path: Path) -> None:
    found = repairs(tmp_path / "run", frozen.rows(PLAN, frozen.BAD))
    assert "Newer ones that are kept" in found["unstored-receipts"].observed.en
    assert not {"memory-only", "late-write"} & set(found)


def test_a_good_run_has_no_cause(tmp_path: Path) -> None:
    assert repairs(tmp_path / "run", frozen.rows(PLAN, frozen.GOOD)) == {}
