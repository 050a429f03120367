"""Parts of a document that another program wrote: a part of the wrong type counts as absent."""

from typing import Any

DEEPEST = 50  # levels
Mapping = dict[str, Any]


def mapping(value: object) -> Mapping:
    """Return a mapping with its text keys; anything else is empty."""
    if not isinstance(value, dict):
        return {}
    return {key: item for key, item in value.items() if isinstance(key, str)}


def sequence(value: object) -> list[Any]:
    """Return a list; anything else is empty."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return a text; a number as it is written; anything else is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def member(value: object, *names: str) -> Any:
    """Return the member of nested mappings, None where one is absent."""
    for name in names:
        value = mapping(value).get(name)
    return value


def is_deep(value: object) -> bool:
    """Return whether a document has more levels than a profile can hold."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True
