"""Runs whose profile proves storage or does not, judged with the real code."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from epreuve.audits.checks.facts.facts import Facts
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.row import Row
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptObservation
from tests.cheating.comparison import better
from tests.synthetic.audit import Case, Verdicts, _judge, evidence
from tests.synthetic.behaviour import BEHAVIOURS

NAMES = ("sound", "loses all at a cut", "loses one in ten")


def judged(name: str, folder: Path, control: ReceiptControl | None = None) -> Verdicts:
    """Judge a run of a synthetic service; with a control that proves nothing, none is read."""
    (behaviour,) = (one for one in BEHAVIOURS if one.name == name)
    case = Case(behaviour, 60.0, 15.0, 4)
    plan = case.plan()
    file = folder / "evidence.db"
    with Recorder(file) as recorder:
        recorder.record(list(_changed(evidence(case, plan), control)))
    try:
        with closing(Evidence(file)) as written:
            return _judge(case, Facts(plan, written))
    finally:
        file.unlink()


def _changed(rows: list[Row], control: ReceiptControl | None) -> Iterator[Row]:
    """Yield the rows, with the control of each journey, and receipts as it lets them be read."""
    journeys = set[str]()
    for row in rows:
        is_receipt = isinstance(row, Observation) and isinstance(row.record, ReceiptObservation)
        if not is_receipt or control is None:
            yield row
            continue
        record = row.record
        journeys.add(record.journey)
        unread = {"state": "unread", "reason": "proves nothing", "unique": None, "processed": None}
        yield Observation(row.time, row.subject, record.model_copy(update=unread))
    for journey in sorted(journeys):
        assert control is not None
        yield Observation(0.0, journey, control)


def assert_never_better(cheat: Verdicts, sincere: Verdicts) -> None:
    """Check that the cheat has no score and no letter, and that its twin has a score."""
    found = better(cheat, sincere)
    assert not found, found
    assert sincere.total.score is not None
    assert cheat.total.score is None
    assert cheat.total.letter is None
    assert cheat.total.letter_note is not None
    assert "does not prove that submissions are stored" in cheat.total.letter_note.en
