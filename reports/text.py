"""A sentence in French and English."""

from collections.abc import Iterable

from epreuve.reports.frozen_model import FrozenModel
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


SPACE = Text(fr=" ", en=" ")
SEMICOLON = Text(fr=" ; ", en="; ")


def join(sentences: Iterable[Text], separator: Text = SPACE) -> Text:
    """Return the sentences as one text."""
    texts = list(sentences)
    return Text(
        fr=separator.fr.join(text.fr for text in texts),
        en=separator.en.join(text.en for text in texts),
    )
