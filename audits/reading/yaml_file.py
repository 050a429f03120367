"""Reading of a YAML file into a model. An error names file, line, field, value and remedy."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from epreuve.audits.errors import Misuse
from epreuve.audits.reading.mistake import (
    Location,
    Mistake,
    entries,
    locate,
    mistakes_of,
    render,
)
from epreuve.audits.reading.suggestion import nearest, with_suggestion
from epreuve.audits.reading.translation import translate
from epreuve.audits.reading.yaml_loader import TypedLoader, check_depth
from epreuve.audits.reading.yaml_scalars import not_finite, scalar_mistakes
from epreuve.audits.reading.yaml_syntax import syntax_misuse
from epreuve.reports.files import cannot_be_read
from epreuve.reports.text import NO_TEXT, Text

M = TypeVar("M", bound=BaseModel)
Problem = tuple[Location, Text]  # location, then the problem with its remedy


def read_model(
    path: Path, model: type[M], problems: Callable[[M], Iterable[Problem]] = lambda document: ()
) -> M:
    """Return the content of a file as a `model`. Raises Misuse with every problem, one per line.

    `problems` returns cross-field problems of a file whose fields are valid.
    """
    root, data = _load(path)
    if root is None or data is None:
        required = [name for name, info in model.model_fields.items() if info.is_required()]
        raise Misuse(
            translate(
                "{path}: is empty; it needs at least: {fields}",
                path=str(path), fields=", ".join(required),
            )
        )  # fmt: skip
    mistakes = list(scalar_mistakes(root, model))
    try:
        document = model.model_validate(data)
    except ValidationError as error:
        others = mistakes_of(root, error.errors(), model)
        places = {mistake[:2] for mistake in mistakes}
        mistakes += [mistake for mistake in others if mistake[:2] not in places]
        raise Misuse(render(path, mistakes)) from None
    mistakes += _beside(mistakes, root, _infinite(document, ()))
    mistakes += _beside(mistakes, root, problems(document))
    if mistakes:
        raise Misuse(render(path, mistakes))
    return document


def _beside(mistakes: list[Mistake], root: yaml.Node, problems: Iterable[Problem]) -> list[Mistake]:
    """Return the problems of a document, except where a mistake already has the same place."""
    places = {mistake[:2] for mistake in mistakes}
    found = [Mistake(*locate(root, at)[:2], NO_TEXT, text) for at, text in problems]
    return [mistake for mistake in found if mistake[:2] not in places]


def _infinite(value: object, at: Location) -> Iterator[Problem]:
    """Yield the numbers of a document that are not finite, such as the text `1e999`."""
    if isinstance(value, float) and not math.isfinite(value):
        yield at, not_finite()
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _infinite(getattr(value, name), (*at, field.alias or name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _infinite(item, (*at, str(key)))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _infinite(item, (*at, index))


def read_places(path: Path) -> Callable[[Location], tuple[int, str]]:
    """Return a function that gives the line and the field of a location in a file.

    Raises Misuse for a file that cannot be read.
    """
    root, _ = _load(path)

    def place(location: Location) -> tuple[int, str]:
        line, names, _ = (1, (), ()) if root is None else locate(root, location)
        return line, ".".join(names)

    return place


def _load(path: Path) -> tuple[yaml.Node | None, object]:
    text = _text(path)
    try:
        check_depth(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        repeated = [] if root is None else list(_repeated_keys(root, (), set()))
        data = None if root is None else TypedLoader("").construct_document(root)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise syntax_misuse(path, text, error) from None
    if repeated:
        raise Misuse(render(path, repeated))
    return root, data


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Misuse(_no_such_file(path)) from None
    except IsADirectoryError:
        raise Misuse(
            translate("{path}: is a directory; give a YAML file", path=str(path))
        ) from None
    except OSError as error:
        raise Misuse(cannot_be_read(path, error)) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Misuse(
            translate("{place}: is not text in UTF-8; save it as UTF-8", place=f"{path}:{line}")
        ) from None


def _no_such_file(path: Path) -> Text:
    siblings = [sibling.name for sibling in path.parent.glob("*.y*ml")]
    if nearest(path.name, siblings) is None:
        return translate("{path}: no such file; correct the path", path=str(path))
    sentence = translate("{path}: no such file.", path=str(path))
    return with_suggestion(sentence, path.name, siblings)


def _repeated_keys(node: yaml.Node, at: tuple[str, ...], visited: set[int]) -> Iterator[Mistake]:
    """Yield one problem per key that a mapping has twice. YAML would keep the last one."""
    if id(node) in visited:  # an alias
        return
    visited.add(id(node))
    lines: dict[object, int] = {}
    for name, key, value in entries(node):
        if key is not None and isinstance(key, yaml.ScalarNode):
            line = key.start_mark.line + 1
            if key.value in lines:
                problem = translate(
                    "is written twice, first at line {first}; keep one", first=str(lines[key.value])
                )
                yield Mistake(line, (*at, name), NO_TEXT, problem)
            lines.setdefault(key.value, line)
        yield from _repeated_keys(value, (*at, name), visited)
