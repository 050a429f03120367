"""Sentences of the reference pages in both languages.

`pair` is for sentences of the generator, `translated` for sentences of the code: their French is in
`fr.po`, or in `FRENCH` of the file of a fault or a verb.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from epreuve.audits import cli
from epreuve.faults.registry import french_catalogues
from epreuve.reports.catalogue import own_catalogue, read_catalogue
from epreuve.reports.language import Language

CATALOGUE = Path(__file__).parents[1] / "fr.po"
HELP = Path(cli.__path__[0], "shared", "help.po")  # of the options that several verbs share
used: set[str] = set()
"""Sentences of the code on all pages, for the test that compares them with the catalogue."""


@cache
def french() -> dict[str, str]:
    """Return the French of each sentence."""
    catalogues = (path.read_text(encoding="utf-8") for path in (CATALOGUE, HELP))
    texts = (*catalogues, *french_catalogues(), *_of_verbs())
    return {english: forms[0] for text in texts for english, forms in read_catalogue(text).items()}


def _of_verbs() -> Iterator[str]:
    for path in Path(cli.__path__[0]).glob("*.py"):
        yield own_catalogue(path.read_text(encoding="utf-8"))


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
