"""A short text in the two languages of the reports."""

from typing import NamedTuple


class Phrase(NamedTuple):
    """One text in French and in English."""

    fr: str
    en: str

    def of(self, language: str) -> str:
        """Return the French text for "fr", else the English one."""
        return self.fr if language == "fr" else self.en
