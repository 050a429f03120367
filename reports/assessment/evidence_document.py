"""Document that declarations name as their evidence."""

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text


class Document(FrozenModel):
    """Document of the profile: its hash and its size at the run, or why it is no evidence."""

    file: str  # as the profile writes it
    criteria: tuple[str, ...]  # that are declared with it
    sha256: str | None = None
    size: int | None = None  # bytes
    problem: Text | None = None  # why its declarations count as claimed
