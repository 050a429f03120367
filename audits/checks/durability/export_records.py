"""Records of the exports that were taken at the end of a run (DAT-6)."""

from epreuve.probes.evidence.observation import Record, record_kind


@record_kind("export documentation")
class ExportDocumentation(Record):
    """Load of the page that documents the export format; the subject is `documentation`."""

    served: bool
    """Whether it was served."""
    detail: str
    """Cause of a failure; empty without one."""


class ExportRecord(Record):
    """Base class of the records of an export."""

    answered: bool
    """Whether the service gave a definite response; without one, nothing is concluded."""
    detail: str = ""
    """Cause of a failure; empty without one."""
    format: str | None = None
    """Open format of the file; null when it has none, or after a failure."""
    bytes: int | None = None
    """Bytes of the file; null after a failure."""
    sha256: str | None = None
    """Fingerprint of the file; null after a failure."""


@record_kind("user export")
class UserExport(ExportRecord):
    """Export of one user's own file; the subject is `citizen`."""

    arrival: int
    """Number of the user."""
    journey: str
    """Journey by which the file was submitted."""
    missing: tuple[str, ...] = ()
    """What the user had sent and the file lacks."""


@record_kind("full export")
class FullExportObservation(ExportRecord):
    """Export of all data by the administration; the subject is `administrator`."""

    expected: int
    """Number of receipts that the file must hold."""
    found: int = 0
    """Receipts that the file holds."""
