"""A sentence in French and English, and the languages that reports are written in."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Text(BaseModel):
    """One sentence in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fr: str
    """French."""
    en: str
    """English."""

    def of(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.fr if language == "fr" else self.en
