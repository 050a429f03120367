"""A sentence in French and English, and the languages that reports are written in."""

from typing import Literal, get_args

from epreuve.reports.record import Record

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Text(Record):
    """One sentence in both languages."""

    fr: str
    """The French sentence."""
    en: str
    """The English sentence."""

    def of(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.fr if language == "fr" else self.en
