"""What is wrong in a YAML file: where, in the words of its writer, with what to do about it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from epreuve.audits.reading.suggestion import nearest, suggestion

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

Location = tuple[str | int, ...]

_LONGEST = 60  # characters of a wrong value that are shown again


def entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node | None, yaml.Node]]:
    """Name, key and value of each entry; an entry of a list is named by its id if it has one."""
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), key, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            pairs = value.value if isinstance(value, yaml.MappingNode) else []
            own = (str(v.value) for k, v in pairs if k.value == "id")
            yield next(own, str(index)), None, value


class Mistake(NamedTuple):
    """What is wrong at one place."""

    line: int
    names: tuple[str, ...]
    value: str  # as written, with a colon; "" when it would tell nothing
    problem: str


def told(path: Path, found: Iterable[Mistake]) -> str:
    """One line a field, in the order of the file; what a union's members say is joined."""
    fields: dict[tuple[int, tuple[str, ...], str], list[str]] = {}
    for each in found:
        fields.setdefault(each[:3], []).append(each.problem)
    return "\n".join(
        f"{path}:{line}: {'.'.join(names) or '(the whole file)'}: {value}"
        + " or ".join(dict.fromkeys(problems))
        for (line, names, value), problems in sorted(fields.items())
    )


def mistakes(
    root: yaml.Node, errors: list["ErrorDetails"], model: type["BaseModel"]
) -> Iterator[Mistake]:
    """What pydantic found wrong, as mistakes of the file's writer."""
    for detail in errors:
        if detail["type"] == "too_short" and _has_wrong_entry(detail, errors):
            continue  # pydantic does not count the entries that are wrong
        if detail["type"] == "missing" and _is_misspelt(detail, errors):
            continue  # told once, where it is misspelt
        if _is_other_kind(detail):
            continue  # what is wrong is told by the kind of value that was written
        line, names, inside = place(root, detail["loc"])
        if detail["type"] == "missing":
            names = (*names, str(detail["loc"][-1]))
        yield Mistake(line, names, _shown(detail), _problem(detail, inside, model))


def _has_wrong_entry(detail: "ErrorDetails", errors: list["ErrorDetails"]) -> bool:
    at = detail["loc"]
    return any(len(each["loc"]) > len(at) and each["loc"][: len(at)] == at for each in errors)


def _is_misspelt(missing: "ErrorDetails", errors: list["ErrorDetails"]) -> bool:
    """Whether an unknown key beside looks like the missing one."""
    *at, name = missing["loc"]
    return any(
        each["type"] == "extra_forbidden"
        and list(each["loc"][:-1]) == at
        and nearest(str(each["loc"][-1]), [str(name)])
        for each in errors
    )


def _is_other_kind(detail: "ErrorDetails") -> bool:
    """Whether a word such as `none` would have done, where lines of a file are written."""
    kind = str(detail["loc"][-1]) if detail["loc"] else ""
    return kind.startswith("literal[") and isinstance(detail["input"], dict | list)


def place(root: yaml.Node, location: Location) -> tuple[int, tuple[str, ...], Location]:
    """The line of the deepest node that a location reaches, its names, and what was reached.

    Besides, the location holds what is missing, and which kind of value pydantic had tried.
    """
    node, line = root, root.start_mark.line + 1
    names: list[str] = []
    reached: list[str | int] = []
    for part in location:
        inside = list(entries(node))
        if isinstance(node, yaml.SequenceNode):
            found = inside[part] if isinstance(part, int) else None
        else:
            found = next((each for each in inside if each[0] == str(part)), None)
        if found is None:
            continue
        name, key, node = found
        line = (key or node).start_mark.line + 1
        names.append(name)
        reached.append(part)
    return line, tuple(names), tuple(reached)


def _problem(detail: "ErrorDetails", location: Location, model: type["BaseModel"]) -> str:
    from epreuve.audits.reading.keys import keys_at

    match detail["type"]:
        case "extra_forbidden":
            known = keys_at(model, location[:-1])
            meant = suggestion(str(location[-1]), known)
            return f"unknown key; remove it or correct its name.{meant}" + (
                "" if meant else f" Known keys: {', '.join(known)}"
            )
        case "missing":
            return "is missing; add it"
        case "value_error":  # one of our own sentences
            return detail["msg"].removeprefix("Value error, ")
        case kind:
            return _PLAIN.get(kind, detail["msg"][:1].lower() + detail["msg"][1:])


def _shown(detail: "ErrorDetails") -> str:
    value = detail["input"]
    if value is None:
        return "nothing: "
    text = "" if isinstance(value, dict | list) else repr(value)
    known_already = detail["type"] in ("missing", "extra_forbidden")
    return f"{text}: " if 0 < len(text) <= _LONGEST and not known_already else ""


_PLAIN = {
    "too_short": "is empty; it needs at least one entry",
    "bool_parsing": "is neither true nor false; write true or false",
    "bool_type": "is neither true nor false; write true or false",
    "dict_type": "must hold `key: value` lines",
    "model_type": "must hold `key: value` lines",
    "string_type": "is not a text; write it between quotes",
    "tuple_type": "is not a list; write it between [ and ]",
}
