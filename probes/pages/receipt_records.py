"""Records of receipts that were read again."""

from epreuve.probes.evidence.observation import Record, record_kind


class ReceiptRecord(Record):
    """State of one submission when its receipt was read again; the subject is its number."""

    arrival: int
    """Number of the user who holds the receipt."""
    journey: str
    """Journey that gave it."""
    answered: bool
    """Whether the service gave a definite answer; without one, nothing is concluded."""
    found: bool
    """Whether the service still has the submission."""
    intact: bool
    """Whether its content is what the user sent."""
    unique: bool | None
    """Whether it exists once; null when not known."""
    processed: bool | None
    """Whether the back office has it; null when not known."""


@record_kind("receipt")
class ReceiptObservation(ReceiptRecord):
    """A receipt read again after the run."""


@record_kind("drill receipt")
class DrillReceiptObservation(ReceiptRecord):
    """A receipt read again after the storage was destroyed and restored."""
