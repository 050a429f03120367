"""Sentences of the reference pages in both languages.

`pair` is for sentences of the generator, `translated` for sentences of the code: their French is in
`fr.po`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
CATALOGUE = Path(__file__).parents[1] / "fr.po"
used: set[str] = set()
"""Sentences of the code on all pages, for the test that compares them with the catalogue."""


@cache
def french() -> dict[str, str]:
    """Return the catalogue: English to French."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}


def translated(text: str, language: Language) -> str:
    """Return a sentence of the code in one language, on one line."""
    sentence = " ".join(text.split())
    if not sentence:
        return ""
    used.add(sentence)
    return french().get(sentence, sentence) if language == "fr" else sentence


def pair(fr: str, en: str, language: Language) -> str:
    """Return one of two texts."""
    return fr if language == "fr" else en


def cell(text: str) -> str:
    """Return a text as a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines) + "\n"
