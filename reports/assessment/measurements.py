"""Measurements shown beside the criteria: dependency matrix, receipts, recoveries."""

from typing import Literal

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text, untranslated


class Cell(FrozenModel):
    """One journey while one dependency is slow or silent."""

    journey: str
    dependency: str
    mode: Literal["slow", "silent"]
    tried: int
    completed: int
    p95: float | None  # seconds to success or to a clear message
    doubt: Text | None = None  # why it proves nothing; None for a cell that counts
    unused: bool = False  # in calm, the service never reached this dependency
    journey_title: Text | None = None
    dependency_title: Text | None = None

    @property
    def titles(self) -> tuple[Text, Text]:
        """Titles of the journey and of the dependency; without a title, the id."""
        return (
            self.journey_title or untranslated(self.journey),
            self.dependency_title or untranslated(self.dependency),
        )


class Receipts(FrozenModel):
    """Audit of the receipts that users got."""

    acknowledged: int
    audited: int
    lost: int
    altered: int
    duplicated: int
    upper_bound: float | None  # 95 % bound on the lost share: rule of three when none was lost
    counted: int | None = None  # those whose copies `unique` counted; None in older documents

    @property
    def copies_unknown(self) -> bool:
        """Whether nothing counted the copies of a submission: 0 duplicates says nothing then."""
        return self.counted == 0 and not self.duplicated


class Recovery(FrozenModel):
    """Recovery after one power cut."""

    pattern: str
    title: Text | None = None  # of the pattern
    cut: float
    power_back: float
    useful: float | None  # when the service was useful again; None for never
    unknown: bool = False  # it was not, and the next event came too soon to say never
