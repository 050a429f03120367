"""Makes what a service said harmless to read: the one place where text from outside is cleaned.

Escaping belongs to each format (HTML, XML, Markdown); here go the characters that no escaping
stops: bidirectional controls that reorder a line, control characters that drive a terminal, and
strings long enough to drown a page.
"""

import re
import unicodedata
from typing import Any, TypeVar

from pydantic import BaseModel

Record = TypeVar("Record", bound=BaseModel)

LONGEST = 600  # characters of one text; the document keeps the rest

_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Cc control, Cf format (bidi, zero width, tags), Cs lone surrogate, Co private use.
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}
_HARMLESS_FORMATS = {"\u00ad"}  # soft hyphen


def clean(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line, cut to `longest`, each hidden character shown as ⟨U+202E⟩."""
    cut = len(text) - longest
    if cut <= 0 and text.isprintable():  # nothing to do, and said fast: most texts are so
        return text
    kept = _SPACES.sub(" ", text[:longest])
    shown = "".join(_visible(character) for character in kept)
    return f"{shown}… (+{cut})" if cut > 0 else shown


def harmless(record: Record) -> Record:
    """Return a copy of `record` whose every text is clean."""
    return type(record).model_validate(_walk(record.model_dump()))


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES or character in _HARMLESS_FORMATS:
        return character
    return f"⟨U+{ord(character):04X}⟩"


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _walk(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_walk(inner) for inner in value)
    return value
