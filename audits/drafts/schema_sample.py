"""Sample values of JSON schemas, bounded: schemas may refer to themselves."""

import json
import math
from collections.abc import Sequence
from typing import Any

from epreuve.audits.drafts.api_references import References
from epreuve.audits.drafts.field import NUMBER, OF_USERS, PLAIN, account, guess, secret
from epreuve.audits.drafts.field_name import is_password, is_secret
from epreuve.audits.drafts.lenient import Mapping, is_deep, mapping, sequence, text

MAX_DEPTH = 8  # levels
MOST_NODES = 150  # values of one body
MOST_ITEMS = 10  # of a list
_LONGEST_PLACEHOLDER = 40  # characters of a user's name or address
MOST_OF_LOGIN = 4  # members of a body with a password
_FORMATS = {
    "date-time": "2030-01-15T10:00:00Z", "time": "10:00:00", "duration": "P1D",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "uri": "https://example.org/",
    "url": "https://example.org/", "hostname": "example.org", "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1", "byte": "ZXNzYWk=",
}  # fmt: skip
_HTML_TYPES = {"email": "email", "date": "date", "password": "password"}


class Omitted:
    """A value that is left out: the schema refers to itself, or is too large."""


OMITTED = Omitted()


class Sample:
    """Values of the schemas of one body."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._left = MOST_NODES
        self.is_cut = False
        """Whether a part was left out."""

    def of(self, schema: object, name: str = "") -> Any:
        """Return a value: an example, else the first of an enumeration, else a guess.

        It is `OMITTED` where the schema is in another file.
        """
        return self._value(schema, name, MAX_DEPTH, ())

    def merged(self, schema: object) -> Mapping:
        """Return a schema with its references followed and its parts joined."""
        return self._merged(schema, (), MAX_DEPTH)[0]

    def _value(self, schema: object, name: str, left: int, inside: Sequence[str]) -> Any:
        node, names = self._merged(schema, inside, MAX_DEPTH)
        self._left -= 1
        if left <= 0 or self._left < 0 or not set(names).isdisjoint(inside):
            self.is_cut = True
            return OMITTED
        if names and not node:  # a reference to another file, or to nothing
            return OMITTED
        within = (*inside, *names)
        if is_secret(name) and _kind(node) not in ("object", "array"):
            return secret(name).value
        if (found := self._written(node)) is not OMITTED:
            return found
        return self._new(node, name, left, within)

    def _new(self, node: Mapping, name: str, left: int, inside: Sequence[str]) -> Any:
        """Return a value of the type of a schema that gives none itself."""
        match _kind(node):
            case "object":
                return self._object(node, left, inside)
            case "array":
                return self._list(node, name, left, inside)
            case "boolean":
                return True
            case "null":
                return None
            case "integer":
                return math.floor(_number(node))
            case "number":
                number = _number(node)
                return int(number) if number.is_integer() else number
        return _text(node, name)

    def _list(self, node: Mapping, name: str, left: int, inside: Sequence[str]) -> list[Any]:
        """Return the items that have a schema of their own, and as many others as required."""
        schemas = sequence(node.get("prefixItems"))[:MOST_ITEMS]
        least = node.get("minItems")
        number = least if isinstance(least, int) else 0
        others = min(number, MOST_ITEMS) - len(schemas)
        schemas += [node.get("items")] * max(others, 0 if schemas else 1)
        items = (self._value(schema, name, left - 1, inside) for schema in schemas)
        return [item for item in items if item is not OMITTED]

    def _written(self, node: Mapping) -> Any:
        """Return an example, a default or the first value of an enumeration."""
        for key in ("example", "const", "default"):
            if node.get(key) is not None:
                return self._bounded(_parsed(node[key], _kind(node)))
        for key in ("examples", "enum"):
            values = [one for one in sequence(node.get(key)) if one is not None]
            if values:
                return self._bounded(values[0])
        return OMITTED

    def _bounded(self, value: Any) -> Any:
        if value is OMITTED:
            return value
        try:
            size: float = len(json.dumps(value, default=str))
        except (ValueError, RecursionError):
            size = math.inf
        if size > 20 * MOST_NODES or is_deep(value):
            self.is_cut = True
            return OMITTED
        return value

    def _object(self, node: Mapping, left: int, inside: Sequence[str]) -> Mapping:
        required = sequence(node.get("required"))
        properties = mapping(node.get("properties"))
        names = sorted(
            properties, key=lambda name: (name not in required, self._is_large(properties[name]))
        )
        logs_in = len(properties) <= MOST_OF_LOGIN and any(map(is_password, properties))
        members = {}
        for name in names:
            schema = self._references.follow(properties[name])
            if schema.get("readOnly") is True:
                continue
            value = self._value(properties[name], name, left - 1, inside)
            if logs_in and value in OF_USERS:
                value = account(name).value
            if value is not OMITTED:
                members[name] = value
        return {name: members[name] for name in properties if name in members}

    def _is_large(self, schema: object) -> bool:
        """Return whether a value may have many parts: it comes last, should there be too many."""
        return _kind(self._references.follow(schema)) in ("object", "array")

    def _merged(
        self, schema: object, inside: Sequence[str], left: int
    ) -> tuple[Mapping, tuple[str, ...]]:
        """Return a schema with all of `allOf` and the first of `oneOf`, and its references."""
        node, names = self._references.trace(schema)
        if left <= 0 or not set(names).isdisjoint(inside):
            return node, names
        parts = sequence(node.get("allOf"))[:MAX_DEPTH]
        parts += [part for key in ("oneOf", "anyOf") for part in self._first(node.get(key))]
        for part in parts:
            inner, more = self._merged(part, (*inside, *names), left - 1)
            names = (*names, *more)
            node = _joined(node, inner)
        return node, names

    def _first(self, variants: object) -> list[Any]:
        """Return the first variant that is not null."""
        usable = (
            one for one in sequence(variants) if _kind(self._references.follow(one)) != "null"
        )
        return list(usable)[:1]


def _parsed(value: Any, kind: str) -> Any:
    """Return an example that was written as a text as the document that it is."""
    if not isinstance(value, str) or kind not in ("object", "array"):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return OMITTED


def _joined(one: Mapping, other: Mapping) -> Mapping:
    joined = {**other, **{key: value for key, value in one.items() if value is not None}}
    properties = {**mapping(other.get("properties")), **mapping(one.get("properties"))}
    required = sequence(one.get("required")) + sequence(other.get("required"))
    return joined | {"properties": properties, "required": required} if properties else joined


def _kind(node: Mapping) -> str:
    """Return the type of a schema; the first that is not null of a list of types."""
    written = node.get("type")
    kinds = [one for one in sequence(written) if isinstance(one, str)] or [text(written)]
    kind = next((one for one in kinds if one != "null"), kinds[0])
    if kind:
        return kind
    if mapping(node.get("properties")):
        return "object"
    return "array" if "items" in node else "string"


def _number(node: Mapping) -> float:
    """Return a number between the limits of a schema."""
    low, high = (_limit(node, name) for name in ("minimum", "maximum"))
    value = float(NUMBER)
    if high is not None and value > high:
        value = high if low is None else (low + high) / 2
    if low is not None and value < low:
        value = low
    step = node.get("multipleOf")
    if isinstance(step, int | float) and not isinstance(step, bool) and 0 < step < 1e9:
        value = math.ceil(value / step) * step
    return float(value)


def _limit(node: Mapping, name: str) -> float | None:
    """Return a limit that the value may have itself."""
    exclusive = node.get(f"exclusive{name.capitalize()}")
    for value, is_exclusive in ((exclusive, True), (node.get(name), exclusive is True)):
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
            return value + (is_exclusive if name == "minimum" else -is_exclusive)
    return None


def _text(node: Mapping, name: str) -> str:
    form = text(node.get("format"))
    if form in _FORMATS:
        return _FORMATS[form]
    value = guess(name, _HTML_TYPES.get(form, "text")).value
    longest, shortest = node.get("maxLength"), node.get("minLength")
    if isinstance(longest, int) and 0 <= longest < _LONGEST_PLACEHOLDER and "{" in value:
        value = PLAIN
    if isinstance(shortest, int) and "{" not in value:
        value = value.ljust(min(shortest, 500), "x")
    if isinstance(longest, int) and longest >= 0 and "{" not in value:
        value = value[:longest]
    return value
