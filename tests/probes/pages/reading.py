"""Reading of the receipts of a service in memory."""

from typing import Any

from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt import Reading, verify_receipts
from epreuve.probes.pages.receipt_controls import receipt_controls
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptObservation
from tests.probes.pages.store import JOURNEY, SEED, Store, citizen


def read(
    store: Store, attempts: list[Attempt], control: ReceiptControl | None,
    journey: Journey = JOURNEY, **more: Any,
) -> dict[int, ReceiptObservation]:  # fmt: skip
    """Read receipts again; records by arrival."""
    reading = Reading(
        {"request": journey}, citizen, store.run, **{"within": 5.0, "seed": SEED, **more},
        controls={} if control is None else {"request": control}, now=lambda: 12.5,
    )  # fmt: skip
    rows = list(verify_receipts(attempts, reading))
    assert len(rows) == sum(attempt.receipt != "" for attempt in attempts)
    assert {row.time for row in rows} <= {12.5}
    return {row.record.arrival: row.record for row in rows}


def states(records: dict[int, ReceiptObservation]) -> list[str]:
    return [records[arrival].state for arrival in sorted(records)]


def controlled(store: Store, journey: Journey = JOURNEY) -> ReceiptControl:
    control = receipt_controls(journey, citizen(900), store.run)
    assert (control.positive, control.negative, control.reason) == (True, True, "")
    return control


def journey(**changes: Any) -> Journey:
    dumped = JOURNEY.model_dump(by_alias=True, exclude_defaults=True)
    return Journey.model_validate({**dumped, **changes})
