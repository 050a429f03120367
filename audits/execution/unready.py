"""A service or a dependency that does not respond when a run begins."""

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.reading.mistake import Location
from epreuve.reports.text import Text


class Unready(NotMeasurable):
    """`at` is the place of the profile that explains it; empty where none does."""

    def __init__(self, text: Text, at: Location = ()) -> None:
        super().__init__(text)
        self.at = at
