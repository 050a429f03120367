"""A sentence in French and English."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.language import Language


class Text(FrozenModel):
    """One sentence in both languages."""

    fr: str
    """The French sentence."""
    en: str
    """The English sentence."""

    def of(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.fr if language == "fr" else self.en

    def __str__(self) -> str:
        return self.en  # of an error: for logs and bug reports


def untranslated(text: str) -> Text:
    """Return a text that is the same in both languages: a name, a message of a library."""
    return Text(fr=text, en=text)


NO_TEXT = untranslated("")


def in_two_languages(value: object) -> object:
    """Return a string as a text that is the same in both languages; other values unchanged."""
    return untranslated(value) if isinstance(value, str) else value


TextOrString = Annotated[Text, BeforeValidator(in_two_languages)]
"""A text in a file. Older files have one string in English."""


SPACE = Text(fr=" ", en=" ")
COMMA = untranslated(", ")
SEMICOLON = Text(fr=" ; ", en="; ")


def join(sentences: Iterable[Text], separator: Text = SPACE) -> Text:
    """Return the sentences as one text."""
    texts = list(sentences)
    return Text(
        fr=separator.fr.join(text.fr for text in texts),
        en=separator.en.join(text.en for text in texts),
    )
