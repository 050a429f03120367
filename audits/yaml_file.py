"""YAML files read into models; an error names file, line, field, value and remedy."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from epreuve.audits.errors import Misuse
from epreuve.audits.suggestion import suggestion

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound="BaseModel")
Location = tuple[str | int, ...]
Problem = tuple[Location, str]  # where, and what is wrong with its remedy

_LONGEST = 60  # characters of a wrong value that are shown again


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
    if root is None:
        needed = [name for name, info in model.model_fields.items() if info.is_required()]
        raise Misuse(f"{path}: is empty; it needs at least: {', '.join(needed)}")
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        raise Misuse(_told(path, list(_mistakes(root, error.errors(), model)))) from None
    whole = [(*_place(root, location)[:2], problem) for location, problem in problems(found)]
    if whole:
        raise Misuse(_told(path, whole))
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
    for name, key, value in _entries(node):
        if key is not None and isinstance(key, yaml.ScalarNode):
            line = key.start_mark.line + 1
            if key.value in lines:
                field = ".".join((*at, name))
                yield (
                    f"{line}: {field}: is written twice, first at line {lines[key.value]}; keep one"
                )
            lines.setdefault(key.value, line)
        yield from _repeated(value, (*at, name), seen)


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node | None, yaml.Node]]:
    """Name, key and value of each entry; an entry of a list is named by its id if it has one."""
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), key, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            pairs = value.value if isinstance(value, yaml.MappingNode) else []
            own = (str(v.value) for k, v in pairs if k.value == "id")
            yield next(own, str(index)), None, value


Mistake = tuple[int, tuple[str, ...], str]  # line, names of the field, problem


def _told(path: Path, mistakes: list[Mistake]) -> str:
    """One line a field, in the order of the file."""
    found: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for line, names, problem in mistakes:
        found.setdefault((line, names), []).append(problem)
    return "\n".join(
        f"{path}:{line}: {'.'.join(names) or '(the whole file)'}: "
        + " or ".join(dict.fromkeys(problems))
        for (line, names), problems in sorted(found.items())
    )


def _mistakes(
    root: yaml.Node, errors: list["ErrorDetails"], model: type["BaseModel"]
) -> Iterator[Mistake]:
    for detail in errors:
        line, names, inside = _place(root, detail["loc"])
        if detail["type"] == "missing":
            names = (*names, str(detail["loc"][-1]))
        yield line, names, _problem(detail, inside, model)


def _place(root: yaml.Node, location: Location) -> tuple[int, tuple[str, ...], Location]:
    """The line of the deepest node that a location reaches, its names, and what was reached.

    Beyond it the location holds what is missing, or which kind of value pydantic had tried.
    """
    node, line = root, root.start_mark.line + 1
    names: list[str] = []
    reached: list[str | int] = []
    for part in location:
        entries = list(_entries(node))
        if isinstance(node, yaml.SequenceNode):
            found = entries[part] if isinstance(part, int) else None
        else:
            found = next((each for each in entries if each[0] == str(part)), None)
        if found is None:
            break
        name, key, node = found
        line = (key or node).start_mark.line + 1
        names.append(name)
        reached.append(part)
    return line, tuple(names), tuple(reached)


def _problem(detail: "ErrorDetails", location: Location, model: type["BaseModel"]) -> str:
    from epreuve.audits.keys import keys_at

    match detail["type"]:
        case "extra_forbidden":
            known = keys_at(model, location[:-1])
            meant = suggestion(str(location[-1]), known)
            return f"unknown key; remove it or correct its name.{meant}" + (
                "" if meant else f" Known keys: {', '.join(known)}"
            )
        case "missing":
            return "is missing; add it"
        case kind:
            message = detail["msg"].removeprefix("Value error, ")
            if kind != "value_error":  # those are our own sentences
                message = _PLAIN.get(kind, message[:1].lower() + message[1:])
            return f"{_shown(detail['input'])}{message}"


def _shown(value: Any) -> str:
    text = "" if isinstance(value, dict | list) else repr(value)
    return f"{text}: " if 0 < len(text) <= _LONGEST else ""


_PLAIN = {
    "bool_parsing": "is neither true nor false; write true or false",
    "bool_type": "is neither true nor false; write true or false",
    "dict_type": "must hold `key: value` lines",
    "model_type": "must hold `key: value` lines",
    "string_type": "is not a text; write it between quotes",
    "tuple_type": "is not a list; write it between [ and ]",
}
