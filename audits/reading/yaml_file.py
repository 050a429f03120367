"""Reading of a YAML file into a model. An error names file, line, field, value and remedy."""

from collections.abc import Callable, Iterable, Iterator
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
from epreuve.reports.files import cannot_be_read
from epreuve.reports.text import NO_TEXT, Text

M = TypeVar("M", bound=BaseModel)
Problem = tuple[Location, Text]  # location, then the problem with its remedy


class _Loader(yaml.CSafeLoader):
    """Safe loader that keeps dates as text: the model decides which texts are dates."""


def _as_text(loader: yaml.CSafeLoader, node: yaml.Node) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


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
    try:
        document = model.model_validate(data)
    except ValidationError as error:
        raise Misuse(render(path, mistakes_of(root, error.errors(), model))) from None
    mistakes = [Mistake(*locate(root, at)[:2], NO_TEXT, text) for at, text in problems(document)]
    if mistakes:
        raise Misuse(render(path, mistakes))
    return document


def _load(path: Path) -> tuple[yaml.Node | None, object]:
    text = _text(path)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        repeated = [] if root is None else list(_repeated_keys(root, (), set()))
        data = None if root is None else _Loader("").construct_document(root)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise Misuse(
            translate(
                "{place}: is not valid YAML: {problem}; correct this place",
                place=f"{path}{line}",
                problem=problem,
            )
        ) from None
    if repeated:
        raise Misuse(render(path, repeated))
    return root, data


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Misuse(_no_such_file(path)) from None
    except IsADirectoryError:
        raise Misuse(
            translate("{path}: is a directory; give a YAML file", path=str(path))
        ) from None
    except UnicodeDecodeError:
        raise Misuse(
            translate("{path}: is not text in UTF-8; save it as UTF-8", path=str(path))
        ) from None
    except OSError as error:
        raise Misuse(cannot_be_read(path, error)) from None


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
