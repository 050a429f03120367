"""Names of the profile: ids for programs, titles for readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Protocol, TypeVar

from pydantic import BeforeValidator

from epreuve.reports.language import Language
from epreuve.reports.text import Text, in_two_languages, untranslated

Title = Annotated[Text, BeforeValidator(in_two_languages, json_schema_input_type=Text | str)]
"""Title for readers: in French and in English, or one text for both."""


class Name(str):
    """Id of a journey or a dependency, with the title that a sentence shows instead of it.

    It is a `str` for programs: equal to its id, and written as its id. In a sentence of a
    `Translator`, it formats itself as its title.
    """

    shown: Text

    def __new__(cls, id: str, title: Text | None = None) -> Name:
        """Return a name; without a title, the id is the title."""
        name = super().__new__(cls, id)
        name.shown = title or untranslated(id)
        return name

    def of(self, language: Language) -> str:
        """Return the title in one language."""
        return self.shown.of(language)


class Titled(Protocol):
    """A part of the profile that may have a title."""

    @property
    def title(self) -> Text | None:
        """Title for readers."""
        ...


Part = TypeVar("Part", bound=Titled)


def named(parts: Mapping[str, Part]) -> dict[str, Part]:
    """Return the parts by names that have their titles."""
    return {Name(id, part.title): part for id, part in parts.items()}


def name_in(names: Iterable[str], id: str) -> str:
    """Return the name with an id, or the id itself where no name has it."""
    return next((name for name in names if name == id), id)


def title_of(name: str) -> Text:
    """Return the title of a name; a plain `str` is its own title."""
    return name.shown if isinstance(name, Name) else untranslated(name)
