"""A sentence in French and English."""

from epreuve.reports.language import Language
from epreuve.reports.record import Record


class Text(Record):
    """One sentence in both languages."""

    fr: str
    """The French sentence."""
    en: str
    """The English sentence."""

    def of(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.fr if language == "fr" else self.en
