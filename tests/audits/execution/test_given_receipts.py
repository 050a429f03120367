"""Receipts, cuts and controls of a run, from its evidence."""

from pathlib import Path

import pytest

from epreuve.audits.execution.given_receipts import GivenReceipts, given_receipts
from epreuve.audits.profile.power import PowerLevel
from epreuve.audits.runs.records.power import PowerOff, PowerOn
from epreuve.faults.power.cut_report import CutReport
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.pages.receipt_holders import Cuts
from epreuve.probes.pages.receipt_records import ReceiptControl
from tests.audits.execution.test_receipt_reading import PLAN
from tests.probes.pages.store import attempt


def test_receipts_cuts_and_controls_come_from_the_evidence(tmp_path: Path) -> None:
    control = ReceiptControl(positive=True, negative=True, reason="")
    off = PowerOff(level="process", report=CutReport(), duration=0.25)
    sent = Request(1, "POST /request", 0, 0.5, 0.6, 1.0, "success", 200, 9, False)
    rows: list[Row] = [
        sent, attempt(1, "17"), attempt(2, ""), Observation(20.0, "P2", off),
        Observation(0.0, "request", control),
    ]  # fmt: skip
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record(rows)
    given = given_receipts(PLAN, Evidence(tmp_path / "evidence.db"))
    assert given == GivenReceipts(
        (attempt(1, "17"),), Cuts([20.25], {1: 0.6}), {"request": control}
    )
    assert given.last_cut == 20.25
    assert GivenReceipts((), Cuts(), {}).last_cut == -1.0


@pytest.mark.parametrize(
    ("level", "survivors", "answered"),
    [
        ("proxy", (), None),  # the service keeps its power
        ("process", ("php-fpm",), None),
        ("process", (), "http://127.0.0.1:8000: status 200"),
    ],
)
def test_a_cut_that_did_not_stop_the_service_risks_no_receipt(
    tmp_path: Path, level: PowerLevel, survivors: tuple[str, ...], answered: str | None
) -> None:
    off = PowerOff(level=level, report=CutReport(survivors=survivors), duration=0.25)
    real = PowerOff(level="process", report=CutReport(), duration=0.5)
    back = PowerOn(duration=0.0, answered=answered)
    rows: list[Row] = [
        Observation(20.0, "P2", real), Observation(25.0, "P2", PowerOn(duration=0.0)),
        Observation(30.0, "P2", off), Observation(35.0, "P2", back),
    ]  # fmt: skip
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record(rows)
    given = given_receipts(PLAN, Evidence(tmp_path / "evidence.db"))
    assert (list(given.cuts.times), given.last_cut) == ([20.5], 20.5)
    assert list(given.cuts.void) == ([] if level == "proxy" else [30.25])
