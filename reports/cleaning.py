"""Cleaning of text from outside, so that every report can show it safely.

Each format escapes its own markup (HTML, XML, Markdown). This module handles characters that no
escaping stops: bidirectional controls, which reorder a line; control characters, which drive a
terminal; and very long strings.
"""

import re
import unicodedata
from typing import Any, TypeVar

from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)

MAX_LENGTH = 600  # characters of one text; assessment.json keeps all of them

_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Cc control, Cf format (bidi, zero width, tags), Cs lone surrogate, Co private use.
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}
_NO_BREAK = {0xA0: " ", 0x202F: " "}  # spaces of French texts; Python does not call them printable
_ALLOWED_FORMATS = {"\u00ad"}  # soft hyphen


def clean(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return `text` on one line, cut to `max_length`, each hidden character shown as ⟨U+202E⟩."""
    excess = len(text) - max_length
    if excess <= 0 and text.translate(_NO_BREAK).isprintable():  # fast path for most texts
        return text
    line = _SPACES.sub(" ", text[:max_length])
    shown = "".join(_visible(character) for character in line)
    return f"{shown}… (+{excess})" if excess > 0 else shown


def cleaned(record: Model) -> Model:
    """Return a copy of `record` with every text cleaned."""
    return type(record).model_validate(_clean_value(record.model_dump()))


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES or character in _ALLOWED_FORMATS:
        return character
    return f"⟨U+{ord(character):04X}⟩"


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _clean_value(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_clean_value(inner) for inner in value)
    return value
