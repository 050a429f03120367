"""YAML files read into models; an error names file, line, field, value and remedy."""

import difflib
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

import yaml

from epreuve.audits.errors import Misuse

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound="BaseModel")
Location = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """Dates stay text until a model asks for a date: two readings of one file never differ."""


def _as_written(loader: yaml.CSafeLoader, node: yaml.Node) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_written)


def read_model(path: Path, model: type[M]) -> M:
    """The file as a `model`. Raises Misuse with every problem found, one a line."""
    from pydantic import ValidationError

    root = _compose(path)
    if root is None:
        raise Misuse(f"{path}: is empty; a minimal example: epreuve schema --example")
    data = _Loader("").construct_document(root)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = dict(_lines(root, ()))
        problems = [_sentence(path, lines, detail, model) for detail in error.errors()]
        raise Misuse("\n".join(dict.fromkeys(problems))) from None


def _compose(path: Path) -> yaml.Node | None:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        near = difflib.get_close_matches(path.name, [p.name for p in _siblings(path)], 1)
        hint = f"; did you mean {path.parent / near[0]}?" if near else ""
        raise Misuse(f"{path}: no such file{hint}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{path}: cannot be read ({error})") from None
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise Misuse(f"{path}{line}: is not valid YAML: {problem}") from None


def _siblings(path: Path) -> Iterator[Path]:
    return path.parent.glob("*.y*ml") if path.parent.is_dir() else iter(())


def _lines(node: yaml.Node, at: Location) -> Iterator[tuple[Location, int]]:
    """Each location of the document with its line, counted from 1."""
    yield at, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*at, "[key]", key.value), key.start_mark.line + 1
            yield from _lines(value, (*at, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*at, index))


def _sentence(
    path: Path, lines: Mapping[Location, int], detail: "ErrorDetails", model: type["BaseModel"]
) -> str:
    location = tuple(part for part in detail["loc"] if part != "[key]")
    where = location
    while where and where not in lines:
        where = where[:-1]
    line = lines.get((*where[:-1], "[key]", *where[-1:]), lines.get(where, 1))
    field = ".".join(str(part) for part in location) or "(the whole file)"
    match detail["type"]:
        case "extra_forbidden":
            return f"{path}:{line}: {field}: unknown key{_did_you_mean(location, model)}"
        case "missing":
            return f"{path}:{line}: {field}: is missing; add it"
        case kind:
            problem = detail["msg"].removeprefix("Value error, ")
            value = "" if isinstance(detail["input"], dict | list) else f" {detail['input']!r}:"
            return f"{path}:{line}: {field}:{value} {problem[:1].lower() + problem[1:]}" + (
                "; write yes as true" if kind == "bool_parsing" else ""
            )


def _did_you_mean(location: Location, model: type["BaseModel"]) -> str:
    known = sorted(_fields_at(model, location[:-1]))
    near = difflib.get_close_matches(str(location[-1]), known, 1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known keys: {', '.join(known)}" if known else ""


def _fields_at(model: type["BaseModel"], location: Location) -> set[str]:
    """The keys allowed at a location, walking through the model's annotations."""
    current: Any = model
    for part in location:
        current = _inside(current, part)
    return {
        info.alias or name for each in _models(current) for name, info in each.model_fields.items()
    }


def _inside(annotation: Any, part: str | int) -> Any:
    for each in _models(annotation):
        for name, info in each.model_fields.items():
            if part in (name, info.alias):
                return info.annotation
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        found = [_inside(arg, part) for arg in args if arg is not type(None)]
        return next((each for each in found if each is not None), None)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return args[1]
    if origin in (tuple, list):
        return args[0]
    return None


def _models(annotation: Any) -> list[type["BaseModel"]]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, types.UnionType):
        return [each for arg in get_args(annotation) for each in _models(arg)]
    if get_origin(annotation) is not None and not isinstance(get_origin(annotation), type):
        return [each for arg in get_args(annotation)[:1] for each in _models(arg)]
    return []
