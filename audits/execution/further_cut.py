"""A further power cut after all receipts were read: some of them are read a second time."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from epreuve.audits.execution.given_receipts import Controls, GivenReceipts
from epreuve.audits.execution.receipt_reading import await_service, reading_of
from epreuve.audits.execution.storage_drill import Site
from epreuve.audits.planning.plan import Plan
from epreuve.faults.power.cut_report import CutReport
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt import verify_receipts
from epreuve.probes.pages.receipt_records import FurtherCut, SecondReceiptObservation

SAMPLE = 40  # receipts that are read a second time, at most [A]


def is_possible(plan: Plan) -> bool:
    """Return whether the crisis cuts the power, and the cut stops all processes of the service."""
    return bool(plan.cuts) and plan.profile.power.level != "proxy"


def read_after_cut(
    plan: Plan, site: Site, receipts: GivenReceipts, controls: Controls, stored: set[int]
) -> Iterator[Observation[Record]]:
    """Cut the power once more, and read some of the stored receipts again.

    Those that no cut has put at risk come first.
    """
    attempts = _sample(receipts, stored, plan.seed)
    if not attempts:
        return
    at = site.clock.now()
    report, answered = site.power_off(), site.power_on()
    is_void = answered is not None or (isinstance(report, CutReport) and bool(report.survivors))
    ready = await_service(plan)
    yield Observation(at, "service", FurtherCut(void=is_void, ready=ready))
    if is_void or not ready:
        return
    reading = reading_of(plan, controls, at, site.clock.now)
    journeys = {
        name: journey.model_copy(update={"processed": (), "unique": ()})
        for name, journey in reading.journeys.items()
    }
    for row in verify_receipts(attempts, replace(reading, journeys=journeys)):
        record = SecondReceiptObservation(**row.record.model_dump())
        yield Observation(row.time, row.subject, record)


def _sample(receipts: GivenReceipts, stored: set[int], seed: int) -> Sequence[Attempt]:
    own = [attempt for attempt in receipts.attempts if attempt.arrival in stored]
    random.Random(f"further cut:{seed}").shuffle(own)
    own.sort(key=lambda attempt: attempt.receipt_at < receipts.last_cut)
    return own[:SAMPLE]
