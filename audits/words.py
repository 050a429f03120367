"""One sentence in the two languages every reader is served in."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Language: TypeAlias = Literal["fr", "en"]


class Words(BaseModel):
    """The same sentence in French and in English, neither empty."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def said_in(self, language: Language) -> str:
        """The sentence in one of the two languages."""
        return self.fr if language == "fr" else self.en
