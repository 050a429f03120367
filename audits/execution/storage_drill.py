"""Storage-loss drill: the storage is destroyed and restored, then receipts are read again.

It is the only part of a run that destroys data; it runs only with `--drill`.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from epreuve.audits.checks.durability.storage_loss import DrillObservation
from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.given_receipts import Controls
from epreuve.audits.execution.receipt_reading import reading_of
from epreuve.audits.execution.service_readiness import wait_service
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import command
from epreuve.faults.errors import FaultError
from epreuve.faults.processes.commands import run_command
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.http.readiness import not_ready
from epreuve.probes.pages.receipt import verify_receipts
from epreuve.probes.pages.receipt_records import DrillReceiptObservation


class Site(Protocol):
    """The clock and the power of a run."""

    clock: MonotonicClock

    def power_off(self) -> object:
        """Cut the power."""
        ...

    def power_on(self) -> str | None:
        """Restore the power."""
        ...


def play_drill(
    plan: Plan, site: Site, logs: Path, attempts: Sequence[Attempt], controls: Controls
) -> Iterator[Observation[Record]]:
    """Destroy the storage, restore it and read every receipt again; a failure is recorded."""
    at, start = site.clock.now(), time.monotonic()
    try:
        error = _lose_and_restore(plan, site, logs)
    except FaultError as failure:
        error = str(failure)
    if error:
        yield Observation(at, "storage", DrillObservation(error=error))
        return
    duration = round(time.monotonic() - start, 3)
    yield Observation(at, "storage", DrillObservation(error="", duration=duration))
    yield from _read_again(plan, site.clock, attempts, controls)


def _lose_and_restore(plan: Plan, site: Site, logs: Path) -> str:
    """Run `destroy`, then `restore`, also after a failure or an interrupt of the first.

    Return why the service does not respond, "" where it does. Raise FaultError for a command.
    """
    service, power, drill = plan.profile.service, plan.profile.power, plan.profile.drill
    assert drill is not None  # noqa: S101 - `prepare` refuses a drill without commands
    log = logs / "drill.log"
    site.power_off()
    try:
        try:
            run_command(command(drill.destroy), "drill.destroy", log, drill.within)
        finally:
            run_command(command(drill.restore), "drill.restore", log, drill.within)
    finally:
        site.power_on()
    if wait_service(plan.profile) is None:
        return not_ready(f"{service.address}{power.ready}", power.boot_within)
    return ""


def _read_again(
    plan: Plan, clock: MonotonicClock, attempts: Sequence[Attempt], controls: Controls
) -> Iterator[Observation[DrillReceiptObservation]]:
    """Read only whether they are there: processing and uniqueness were judged before."""
    profile = plan.profile
    journeys = {
        name: journey.model_copy(update={"processed": (), "unique": ()})
        for name, journey in profile.journeys.items()
    }
    reading = reading_of(plan, controls, clock.now(), clock.now, journeys)
    for receipt in verify_receipts(attempts, reading):
        record = DrillReceiptObservation(**receipt.record.model_dump())
        yield Observation(receipt.time, receipt.subject, record)
