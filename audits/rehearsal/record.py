"""Record of a whole rehearsal; `epreuve schema rehearsal` prints its JSON Schema."""

from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.part_records import (
    RehearsedChannel,
    RehearsedCut,
    RehearsedDependency,
    RehearsedExport,
    RehearsedPage,
    RehearsedStatusPage,
)
from epreuve.audits.rehearsal.step_records import RehearsedJourney, RehearsedReceipt
from epreuve.faults.frozen_model import FrozenModel


class Rehearsal(FrozenModel):
    """A whole rehearsal. Exit code 0 if `works`, else 1."""

    epreuve: str
    """Version of epreuve."""
    profile: str
    """Path of the profile."""
    service: str
    """Name of the service."""
    address: str
    """Its address."""
    works: bool
    """Whether no problem was found; warnings do not count."""
    seconds: float
    """Seconds of the whole rehearsal."""
    logs: str | None = None
    """Folder with the output of the service; null where it was temporary, and is deleted."""
    has_logs: bool = False
    """Whether the profile starts a program, whose output `--folder` keeps."""
    engine: str = ""
    """Name and version of the proxy server."""
    findings: tuple[ProfileFinding, ...] = ()
    """Problems and warnings, in the order of the profile."""
    journeys: tuple[RehearsedJourney, ...] = ()
    """Journeys, in the order of the profile."""
    receipts: tuple[RehearsedReceipt, ...] = ()
    """Receipts that the journeys gave."""
    information: tuple[RehearsedPage, ...] = ()
    """Pages of `information:`."""
    human_channel: tuple[RehearsedChannel, ...] = ()
    """Human channels of the critical pages, the information pages and an error page."""
    exports: tuple[RehearsedExport, ...] = ()
    """Exports."""
    status_page: tuple[RehearsedStatusPage, ...] = ()
    """Loads of the status page."""
    dependencies: tuple[RehearsedDependency, ...] = ()
    """Dependencies."""
    cut: RehearsedCut | None = None
    """Power cut of `--power`."""
