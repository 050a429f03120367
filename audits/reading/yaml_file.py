"""YAML files read into models; an error names file, line, field, value and remedy."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import yaml

from epreuve.audits.errors import Misuse
from epreuve.audits.reading.mistake import Location, Mistake, entries, mistakes, place, told
from epreuve.audits.reading.suggestion import suggestion

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")
Problem = tuple[Location, str]  # where, and what is wrong with its remedy


class _Loader(yaml.CSafeLoader):
    """Dates stay text until a model asks for a date: two readings of one file never differ."""


def _as_written(loader: yaml.CSafeLoader, node: yaml.Node) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_written)


def read_model(
    path: Path, model: type[M], problems: Callable[[M], Iterable[Problem]] = lambda found: ()
) -> M:
    """The file as a `model`. Raises Misuse with every problem found, one a line.

    `problems` tells what is wrong with a file whose every field is right by itself.
    """
    from pydantic import ValidationError

    root, data = _load(path)
    if root is None or data is None:
        needed = [name for name, info in model.model_fields.items() if info.is_required()]
        raise Misuse(f"{path}: is empty; it needs at least: {', '.join(needed)}")
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        raise Misuse(told(path, mistakes(root, error.errors(), model))) from None
    whole = [Mistake(*place(root, at)[:2], "", problem) for at, problem in problems(found)]
    if whole:
        raise Misuse(told(path, whole))
    return found


def _load(path: Path) -> tuple[yaml.Node | None, object]:
    text = _text(path)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        repeated = [] if root is None else list(_repeated(root, (), set()))
        data = None if root is None else _Loader("").construct_document(root)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise Misuse(f"{path}{line}: is not valid YAML: {problem}") from None
    if repeated:
        raise Misuse("\n".join(f"{path}:{each}" for each in repeated))
    return root, data


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        siblings = [each.name for each in path.parent.glob("*.y*ml")]
        raise Misuse(f"{path}: no such file.{suggestion(path.name, siblings)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{path}: cannot be read ({error}); it must be a text in UTF-8") from None


def _repeated(node: yaml.Node, at: tuple[str, ...], seen: set[int]) -> Iterator[str]:
    """Keys written twice in one mapping, of which YAML would silently keep the last."""
    if id(node) in seen:  # an alias of what was read already
        return
    seen.add(id(node))
    lines: dict[object, int] = {}
    for name, key, value in entries(node):
        if key is not None and isinstance(key, yaml.ScalarNode):
            line = key.start_mark.line + 1
            if key.value in lines:
                field = ".".join((*at, name))
                yield (
                    f"{line}: {field}: is written twice, first at line {lines[key.value]}; keep one"
                )
            lines.setdefault(key.value, line)
        yield from _repeated(value, (*at, name), seen)
