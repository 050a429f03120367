"""Mistakes in a YAML file: line, field, value, problem and remedy."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from epreuve.audits.reading.keys import keys_at
from epreuve.audits.reading.pydantic_problem import value_problem
from epreuve.audits.reading.suggestion import nearest, with_name
from epreuve.audits.reading.translation import translate
from epreuve.reports.text import NO_TEXT, Text, join, untranslated

Location = tuple[str | int, ...]

LONGEST = 60  # characters of a wrong value that is quoted


def entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node | None, yaml.Node]]:
    """Yield name, key and value of each entry. A list item is named by its `id`, or its index."""
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), key, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            pairs = value.value if isinstance(value, yaml.MappingNode) else []
            own = (str(v.value) for k, v in pairs if k.value == "id")
            yield next(own, str(index)), None, value


class Mistake(NamedTuple):
    """One problem at one location of a file."""

    line: int
    names: tuple[str, ...]
    value: Text  # the wrong value with a colon, "" when it does not help
    problem: Text


def render(path: Path, mistakes: Iterable[Mistake]) -> Text:
    """Return one line per field, in file order. Errors of the members of a union are merged."""
    fields: dict[tuple[int, tuple[str, ...], Text], list[Text]] = {}
    for mistake in mistakes:
        fields.setdefault(mistake[:3], []).append(mistake.problem)
    lines = []
    for (line, names, value), problems in sorted(fields.items(), key=_place):
        field = untranslated(".".join(names)) if names else translate("(the whole file)")
        either = join(dict.fromkeys(problems), translate(" or "))
        parts = (untranslated(f"{path}:{line}: "), field, untranslated(": "), value, either)
        lines.append(join(parts, NO_TEXT))
    return join(lines, untranslated("\n"))


def _place(field: tuple[tuple[int, tuple[str, ...], Text], list[Text]]) -> tuple[object, ...]:
    (line, names, value), _ = field
    return line, names, value.en


def mistakes_of(
    root: yaml.Node, errors: list[ErrorDetails], model: type[BaseModel]
) -> Iterator[Mistake]:
    """Yield the mistakes behind pydantic's errors."""
    for error in _causes(errors):
        line, names, inside, node = _located(root, error["loc"])
        if error["type"] == "missing":
            names = (*names, str(error["loc"][-1]))
        value = _quoted_value(error, _typed(node))
        yield Mistake(line, names, value, _problem(error, inside, model))


def _typed(node: yaml.Node) -> str:
    """Return a scalar as it was typed, where YAML reads another value than a text."""
    is_typed = isinstance(node, yaml.ScalarNode) and not node.style  # between quotes: a text
    return str(node.value) if is_typed and node.tag != "tag:yaml.org,2002:str" else ""


def render_values(place: str, errors: list[ErrorDetails], model: type[BaseModel]) -> Text:
    """Return one line per wrong field of values that stand in no file; `place` begins each."""
    lines = []
    for error in _causes(errors):
        field = ".".join(map(str, error["loc"]))
        problem = _problem(error, error["loc"], model)
        parts = (untranslated(f"{place}: {field}: "), _quoted_value(error), problem)
        lines.append(join(parts, NO_TEXT))
    return join(lines, untranslated("\n"))


def _causes(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield pydantic's errors without those that follow from another one."""
    for error in errors:
        if error["type"] == "too_short" and _has_wrong_entry(error, errors):
            continue  # pydantic does not count wrong entries
        if error["type"] == "missing" and _is_misspelt(error, errors):
            continue  # the misspelt key is an error of its own
        if _is_other_kind(error):
            continue  # only errors of the kind that was written are useful
        yield error


def _has_wrong_entry(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    at = error["loc"]
    return any(len(other["loc"]) > len(at) and other["loc"][: len(at)] == at for other in errors)


def _is_misspelt(missing: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Return whether an unknown key in the same mapping is similar to the missing one."""
    *at, name = missing["loc"]
    return any(
        other["type"] == "extra_forbidden"
        and list(other["loc"][:-1]) == at
        and nearest(str(other["loc"][-1]), [str(name)])
        for other in errors
    )


def _is_other_kind(error: ErrorDetails) -> bool:
    """Return whether a literal such as `none` is expected where a mapping or list is written."""
    kind = str(error["loc"][-1]) if error["loc"] else ""
    return kind.startswith("literal[") and isinstance(error["input"], dict | list)


def locate(root: yaml.Node, location: Location) -> tuple[int, tuple[str, ...], Location]:
    """Return line and names of the deepest node at a pydantic location, and the part it covers.

    A pydantic location also holds missing keys and the union members that were tried: no node
    has them.
    """
    return _located(root, location)[:3]


def _located(
    root: yaml.Node, location: Location
) -> tuple[int, tuple[str, ...], Location, yaml.Node]:
    node, line = root, root.start_mark.line + 1
    names: list[str] = []
    reached: list[str | int] = []
    for part in location:
        inside = list(entries(node))
        if isinstance(node, yaml.SequenceNode):
            entry = inside[part] if isinstance(part, int) else None
        else:
            entry = next((entry for entry in inside if entry[0] == str(part)), None)
        if entry is None:
            continue
        name, key, node = entry
        line = (key or node).start_mark.line + 1
        names.append(name)
        reached.append(part)
    return line, tuple(names), tuple(reached), node


def _problem(error: ErrorDetails, location: Location, model: type[BaseModel]) -> Text:
    if error["type"] != "extra_forbidden":
        return value_problem(error)
    keys, key = keys_at(model, location[:-1]), str(location[-1])
    return with_name(translate("unknown key; remove it or correct its name."), key, keys)


def _quoted_value(error: ErrorDetails, typed: str = "") -> Text:
    """Return the wrong value: as `typed` in its file, else as Python writes it."""
    value = error["input"]
    if value is None and not typed:
        return translate("nothing: ")
    text = "" if isinstance(value, dict | list) else typed or repr(value)
    is_about_key = error["type"] in ("missing", "extra_forbidden")
    return untranslated(f"{text}: ") if 0 < len(text) <= LONGEST and not is_about_key else NO_TEXT
