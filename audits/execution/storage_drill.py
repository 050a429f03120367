"""The storage drill: after everything else, the storage is destroyed and restored, receipts read.

The only thing here that destroys data: played when the command line asks for it, never otherwise.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import command
from epreuve.faults.errors import FaultError
from epreuve.faults.processes.commands import run_command
from epreuve.probes.evidence.records import Attempt, Observation
from epreuve.probes.http.readiness import wait_ready
from epreuve.probes.pages.receipt import verify_receipts


class Site(Protocol):
    """Where it takes place."""

    clock: MonotonicClock

    def power_off(self) -> dict[str, object]:
        """Cut the power."""
        ...

    def power_on(self) -> dict[str, object]:
        """Give it back."""
        ...


def play_drill(
    plan: Plan, site: Site, logs: Path, given: Sequence[Attempt]
) -> Iterator[Observation]:
    """Destroy, restore, and show every receipt again; what fails is evidence too."""
    at, start = site.clock.now(), time.monotonic()
    try:
        _lose_and_restore(plan, site, logs)
    except FaultError as error:
        yield Observation(at, "drill", "storage", {"failed": str(error)})
        return
    took = round(time.monotonic() - start, 3)
    yield Observation(at, "drill", "storage", {"failed": "", "took": took})
    yield from _read_again(plan, site.clock, given)


def _lose_and_restore(plan: Plan, site: Site, logs: Path) -> None:
    """Whatever happens to the first command, an interrupt included, the second is run."""
    service, power, drill = plan.profile.service, plan.profile.power, plan.profile.drill
    if drill is None:
        raise FaultError("drill: the profile gives no commands")
    log = logs / "drill.log"
    site.power_off()
    try:
        try:
            run_command(command(drill.destroy), "drill.destroy", log, drill.within)
        finally:
            run_command(command(drill.restore), "drill.restore", log, drill.within)
    finally:
        site.power_on()
    if wait_ready(service.address, power.ready, power.boot_within, service.authority) is None:
        raise FaultError(f"{service.address}{power.ready} did not answer after drill.restore")


def _read_again(
    plan: Plan, clock: MonotonicClock, given: Sequence[Attempt]
) -> Iterator[Observation]:
    """Only whether they are there: their processing and uniqueness were judged before."""
    profile = plan.profile
    journeys = {
        name: each.model_copy(update={"processed": (), "unique": ()})
        for name, each in profile.journeys.items()
    }
    address, authority = profile.service.address, profile.service.authority
    for seen in verify_receipts(
        given, journeys, plan.seed, address, authority, plan.receipts_within, now=clock.now
    ):
        yield replace(seen, probe="drill receipt")
