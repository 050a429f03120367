"""Reading one YAML file of the grid into a model, or saying which line is wrong and why."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class GridError(Exception):
    """The grid cannot be used as it is written; the message says where and what to do."""


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """` Did you mean …?`, or nothing when nothing is close."""
    close = get_close_matches(wrong, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def read_model(path: Path, model: type[Model]) -> Model:
    """The file as `model`; GridError names file, line, field, value and remedy."""
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise GridError(f"{path}: cannot be read ({error}); check its name and encoding") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise GridError(f"{path}:{line}: not valid YAML: {error.problem}") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise GridError(_told(path, text, error)) from error


def _told(path: Path, text: str, error: ValidationError) -> str:
    """One line a fault, in the order of the file."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    faults = error.errors()
    missing = [str(fault["loc"][-1]) for fault in faults if fault["type"] == "missing"]
    told = []
    for fault in faults:
        line, place = _place(root, fault["loc"])
        told.append((line, f"{path}:{line}: {place}: {_remedy(fault, missing)}"))
    return "\n".join(message for _, message in sorted(told))


def _remedy(fault: Any, missing: list[str]) -> str:
    if fault["type"] == "missing":
        return "this field is missing: add it"
    if fault["type"] == "extra_forbidden":
        meant = suggestion(str(fault["loc"][-1]), missing)
        return f"unknown field: remove it or correct its name.{meant}"
    message = fault["msg"].removeprefix("Value error, ")
    value = repr(fault["input"])
    return f"{message} (got {value})" if len(value) <= 60 else message


def _place(node: yaml.Node | None, location: tuple[int | str, ...]) -> tuple[int, str]:
    """The line of the deepest node that the location reaches, and its name.

    An entry of a list is named by its id where it has one: `criteria.CON-1.weight`.
    """
    line = node.start_mark.line + 1 if node is not None else 1
    names = []
    for part in location:
        name = str(part)
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            entry: yaml.Node = node.value[part]
            node, line = entry, entry.start_mark.line + 1
            name = next((v.value for k, v in _pairs(entry) if k.value == "id"), name)
        else:
            found = next(((k, v) for k, v in _pairs(node) if k.value == part), None)
            line = found[0].start_mark.line + 1 if found else line
            node = found[1] if found else None
        names.append(name)
    return line, ".".join(names) or "the whole file"


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []
