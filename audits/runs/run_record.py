"""Record of a run: its start, its test bench and its end. Written to `run.json`."""

import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from epreuve.audits.runs.fingerprint import Fingerprint
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import TextOrString


def _iso_time(text: str) -> str:
    datetime.datetime.fromisoformat(text)
    return text


class RunRecord(FrozenModel):
    """Metadata of a run, written one part at a time. Fields without a value are not written.

    Reports show `started` as it is written; the field is therefore a text.
    """

    id: str
    """Name of the folder."""
    started: Annotated[str, AfterValidator(_iso_time)]
    """Time of the start, in ISO 8601."""
    machine: str = ""
    """Summary of the test machine."""
    fingerprint: Fingerprint | None = None
    """Hardware, software and load of the test machine."""
    busy_bench: Literal["void", "warn"] = "void"
    """Effect of other programs that use much of the test machine, as chosen for the run."""
    engine: str = ""
    """Name and version of the fault engine."""
    cannot: tuple[tuple[str, str], ...] = ()
    """Limits of the engine, as sentences in French and English."""
    played: float | None = None
    """Seconds that the run lasted; None until its end."""
    interrupted: TextOrString | None = None
    """Reason of an early end."""
    ended: int | None = None
    """Exit code of an early end."""
    journal: int | None = Field(default=None, exclude=True)
    """Number in the journal, which has a file of its own."""

    @property
    def day(self) -> datetime.date:
        """Day of the run, which gives the age of declarations."""
        return datetime.datetime.fromisoformat(self.started).date()
