"""Reading of the receipts of a rehearsal: just made, never given, and after a power cut."""

from collections.abc import Iterator, Mapping

from epreuve.audits.execution.calm_journey import CalmJourney
from epreuve.audits.rehearsal.reader import KINDS, ReadSession
from epreuve.audits.rehearsal.stage import Stage
from epreuve.audits.rehearsal.step_records import (
    ReadingSubject,
    RehearsedReading,
    RehearsedReceipt,
    RehearsedStep,
)
from epreuve.probes.journeys.step import Steps
from epreuve.probes.pages.control_reader import ControlReader
from epreuve.probes.pages.past_caches import at_written_address
from epreuve.probes.pages.receipt import STEP_LIMIT
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.submission import Submission

PROCESSED_WITHIN = 5.0  # seconds for the back office, which an audit gives more time


def read_processed(stage: Stage, sent: CalmJourney) -> bool | None:
    """Return whether `processed` succeeds for a receipt; None without such steps."""
    steps = stage.plan.profile.journeys[sent.name].processed
    if not steps:
        return None
    return _succeeds(stage, sent, steps, PROCESSED_WITHIN)


def read_again(stage: Stage, sent: CalmJourney, within: float) -> bool:
    """Return whether `verify` succeeds for a receipt after a power cut, `within` seconds."""
    steps = stage.plan.profile.journeys[sent.name].verify
    return _succeeds(stage, sent, steps, within)


def _succeeds(stage: Stage, sent: CalmJourney, steps: Steps, within: float) -> bool:
    """Run the steps that read a receipt, `within` seconds; return whether they succeed."""
    journey = stage.plan.profile.journeys[sent.name]
    citizen = stage.plan.citizen(sent.citizen)
    submission = Submission.of(journey, sent.result.captured, citizen)
    stage.reader.begin(sent.name)
    reader = ControlReader(submission, stage.reader, STEP_LIMIT, within)
    result = reader.read_until(steps, lambda result: result.outcome == "success")
    return result.outcome == "success"


def record_receipt(
    stage: Stage, sent: CalmJourney, control: ReceiptControl | None, processed: bool | None
) -> RehearsedReceipt:
    """Return the record of a receipt; `control` is None for a journey without `verify`."""
    journey = stage.plan.profile.journeys[sent.name]
    receipt = sent.receipt(journey)
    record = RehearsedReceipt(
        journey=sent.name, receipt=receipt, processed=processed,
        readings=tuple(_readings(stage, sent.name, receipt)),
    )  # fmt: skip
    if control is None:
        return record
    readings = stage.reader.of(sent.name, "verify")
    forged = [one for one in readings if one.receipt not in stage.receipts]
    unique = control.unique
    return record.model_copy(
        update={
            "readable": control.positive,
            "seconds": control.appears_within if control.positive else None,
            "forged": len(forged),
            "forged_found": sum(session.succeeded for session in forged),
            "proof": control.proof,
            "unique_made": None if unique is None else unique.made,
            "unique_forged": None if unique is None else unique.forged,
            "processed_forged": control.processed_forged,
        }
    )


def _at_written_address(record: RehearsedStep) -> RehearsedStep:
    return record.model_copy(update={"request": at_written_address(record.request)})


def _readings(stage: Stage, journey: str, receipt: str) -> Iterator[RehearsedReading]:
    """Yield the last reading of each kind: of a receipt, then of one never given."""
    for kind in KINDS:
        sessions = stage.reader.of(journey, kind)
        subjects: Mapping[ReadingSubject, list[ReadSession]] = {
            "receipt": [one for one in sessions if one.receipt == receipt],
            "never given": [one for one in sessions if one.receipt not in stage.receipts],
        }
        for subject, readings in subjects.items():
            for session in readings[-1:]:
                yield RehearsedReading(
                    kind=kind, subject=subject, succeeded=session.succeeded,
                    steps=tuple(map(_at_written_address, session.records)),
                )  # fmt: skip
