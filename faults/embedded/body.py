"""A JSON request body read as Go reads it: first value only, any letter case, Go's complaints."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from epreuve.faults.embedded.errors import ApiError, bad_body
from epreuve.faults.embedded.toxics.toxic import Toxic


def parse(raw: bytes) -> Any:
    """Return the first JSON value; raise ApiError 400."""
    text = raw.decode("utf-8", "replace").lstrip(" \t\r\n")
    if not text:
        raise bad_body("EOF")
    try:
        return json.JSONDecoder(parse_constant=_constant).raw_decode(text)[0]
    except json.JSONDecodeError as error:
        if error.pos >= len(text) or error.msg.startswith("Unterminated"):
            raise bad_body("unexpected EOF") from None
        found = text[error.pos]
        raise bad_body(f"invalid character '{found}' looking for beginning of value") from None
    except (ValueError, RecursionError) as error:
        raise bad_body(str(error)) from None


def _constant(name: str) -> NoReturn:
    raise ValueError(f"invalid character '{name[0]}' looking for beginning of value")


def entries(raw: bytes) -> list[Body]:
    """Return the objects of an array of proxies."""
    value = parse(raw)
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_body(f"json: cannot unmarshal {_kind(value)} into Go value of type []Proxy")
    return [Body("Proxy", entry) for entry in value]


class Body:
    """A JSON object; each reader gives the default where the field is absent or null."""

    def __init__(self, owner: str, value: Any) -> None:
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise bad_body(f"json: cannot unmarshal {_kind(value)} into Go value of type {owner}")
        self.owner = owner
        self.fields = {name.lower(): field for name, field in value.items()}

    def text(self, name: str, default: str = "") -> str:
        """Read a string."""
        value = self._get(name, default)
        return value if isinstance(value, str) else self._wrong(name, value, "string")

    def flag(self, name: str, default: bool) -> bool:
        """Read a boolean."""
        value = self._get(name, default)
        return value if isinstance(value, bool) else self._wrong(name, value, "bool")

    def number(self, name: str, default: float) -> float:
        """Read a number."""
        value = self._get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self._wrong(name, value, "float32")
        try:
            return float(value)
        except OverflowError:
            return self._wrong(name, value, "float32")

    def objects(self, name: str, owner: str) -> list[Body]:
        """Read an array of objects."""
        value = self._get(name, [])
        if not isinstance(value, list):
            return self._wrong(name, value, f"[]{owner}")
        return [Body(owner, entry) for entry in value]

    def has(self, name: str) -> bool:
        """Tell whether a field is given."""
        return self.fields.get(name) is not None

    def object(self, name: str, owner: str) -> Body:
        """Read an object."""
        return Body(owner, self._get(name, {}))

    def texts(self, name: str) -> list[str]:
        """Read an array of strings."""
        value = self._get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            return self._wrong(name, value, "[]string")
        return value

    def toxic(self, toxic: Toxic) -> Toxic:
        """Return `toxic` with the given `attributes`; raise ApiError 400 where they are refused."""
        attributes = self._get("attributes", {})
        if not isinstance(attributes, dict):
            self._wrong("attributes", attributes, "toxics.NoopToxic")
        known = toxic.attributes()
        given = {name.lower(): value for name, value in attributes.items() if value is not None}
        values = {name: value for name, value in given.items() if name in known}
        for name, value in values.items():
            if not _is_int64(value):
                field = f"{type(toxic).__name__}.attributes.{name}"
                raise bad_body(
                    f"json: cannot unmarshal {_kind(value, literal=True)} into Go struct field "
                    f"{field} of type {toxic.integer}"
                )
        merged = toxic.merged(values)
        refusal = merged.refusal()
        if refusal is not None:
            raise ApiError(400, f"invalid toxic attributes: {refusal}")
        return merged

    def _get(self, name: str, default: Any) -> Any:
        value = self.fields.get(name)
        return default if value is None else value

    def _wrong(self, name: str, value: Any, wanted: str) -> NoReturn:
        raise bad_body(
            f"json: cannot unmarshal {_kind(value)} into Go struct field "
            f"{self.owner}.{name} of type {wanted}"
        )


def _is_int64(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _kind(value: Any, *, literal: bool = False) -> str:
    """Return Go's name of a JSON value's type; a number with its digits if `literal`."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return f"number {value}" if literal else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"
