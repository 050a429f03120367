"""Scalars that YAML 1.1 reads as another value than their author sees: `010`, `12:30`, `no`."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from pydantic import BaseModel

from epreuve.audits.reading.keys import types_at
from epreuve.audits.reading.mistake import LONGEST, Location, Mistake, entries
from epreuve.audits.reading.translation import translate
from epreuve.reports.text import NO_TEXT, Text, untranslated

_TAG = "tag:yaml.org,2002:"
_OCTAL = re.compile(r"[-+]?0[0-7_]+")
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
MOST_DIGITS = 18  # of a whole number that programs keep as it is
_WORDS = ("yes", "no", "on", "off")  # true and false in YAML 1.1, texts in YAML 1.2


def scalar_mistakes(root: yaml.Node, model: type[BaseModel]) -> Iterator[Mistake]:
    """Yield the scalars whose value is not the one that was typed, or that is no finite number."""
    for location, names, node in _scalars(root, (), (), set()):
        problem = _problem(node, model, location)
        if problem is not None:
            line = node.start_mark.line + 1
            shown = repr(node.value) if node.style else str(node.value)
            value = untranslated(f"{shown}: ") if len(shown) <= LONGEST else NO_TEXT
            yield Mistake(line, names, value, problem)


def _scalars(
    node: yaml.Node, location: Location, names: tuple[str, ...], visited: set[int]
) -> Iterator[tuple[Location, tuple[str, ...], yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield location, names, node
        return
    if id(node) in visited:  # an alias
        return
    visited.add(id(node))
    for index, (name, key, value) in enumerate(entries(node)):
        part = index if key is None else name
        if value is not None:
            yield from _scalars(value, (*location, part), (*names, name), visited)


def _problem(node: yaml.ScalarNode, model: type[BaseModel], location: Location) -> Text | None:
    typed, tag = str(node.value), node.tag.removeprefix(_TAG)
    if "\0" in typed:
        return translate("has the control character {code}; remove it", code="U+0000")
    if node.style:  # between quotes
        return None
    if tag == "float" and re.fullmatch(r"[-+]?\.(inf|nan)", typed, re.IGNORECASE):
        return not_finite()
    if tag in ("int", "float") and (_OCTAL.fullmatch(typed) or _BASE_60.fullmatch(typed)):
        takes_text = _takes_text(types_at(model, location))
        return _read_as(str(yaml.safe_load(typed)), takes_text=takes_text)
    if tag == "int" and len(typed) > MOST_DIGITS:
        return translate(
            "has more than {n} digits; write a smaller number, or put the text between quotes",
            n=str(MOST_DIGITS),
        )
    if tag in ("int", "float"):
        return _date_problem(model, location)
    return _boolean_problem(typed, model, location) if tag == "bool" else None


def _date_problem(model: type[BaseModel], location: Location) -> Text | None:
    """Return the problem of a number where a date is expected: it would be seconds since 1970."""
    types = types_at(model, location)
    is_date = types is not None and date in types and not types & {int, float, str}
    return translate("is not a date; write for example 2027-03-31") if is_date else None


def _boolean_problem(typed: str, model: type[BaseModel], location: Location) -> Text | None:
    types = types_at(model, location)
    if types is not None and bool not in types and types & {int, float}:
        return translate("is not a number; write for example 3")
    if typed.lower() in _WORDS and _takes_text(types):
        return _read_as(str(yaml.safe_load(typed)).lower())
    return None


def _takes_text(types: set[Any] | None) -> bool:
    """Return whether a text may stand where these types are allowed."""
    return types is None or str in types


def not_finite() -> Text:
    """Return the problem of an infinite number, or of none."""
    return translate("is not a finite number; write for example 3")


def _read_as(value: str, *, takes_text: bool = True) -> Text:
    if not takes_text:
        return translate("YAML reads {value}; write {value}", value=f"`{value}`")
    return translate(
        "YAML reads {value}; put the text between quotes, or write {value}", value=f"`{value}`"
    )
