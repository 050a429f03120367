"""The generator's own words in both languages, and those of the code put into French by `fr.po`."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
CATALOGUE = Path(__file__).parents[1] / "fr.po"
asked: set[str] = set()  # what was asked of the catalogue, for the test that compares the two


@cache
def french() -> dict[str, str]:
    """The catalogue: English to French."""
    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="fr")
    return {str(each.id): str(each.string) for each in found if each.id and each.string}


def said(text: str, language: Language) -> str:
    """A sentence of the code, its lines joined, in the reader's language."""
    plain = " ".join(text.split())
    if not plain:
        return ""
    asked.add(plain)
    return french().get(plain, plain) if language == "fr" else plain


def pair(fr: str, en: str, language: Language) -> str:
    """The reader's half."""
    return fr if language == "fr" else en


def cell(text: str) -> str:
    """Text that a Markdown table can hold."""
    return " ".join(text.replace("|", "\\|").split())


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines) + "\n"
