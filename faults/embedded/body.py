"""JSON request bodies of the control API: the first value only, field names in any letter case."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from epreuve.faults.embedded.errors import ApiError, bad_body
from epreuve.faults.embedded.toxics.toxic import ToxicSettings


def parse(raw: bytes) -> Any:
    """Return the first JSON value; raise ApiError 400."""
    text = raw.decode("utf-8", "replace").lstrip(" \t\r\n")
    if not text:
        raise bad_body("it is empty; send a JSON value")
    try:
        return json.JSONDecoder(parse_constant=_refuse_constant).raw_decode(text)[0]
    except (ValueError, RecursionError) as error:
        raise bad_body(f"it is not JSON: {error}") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def entries(raw: bytes) -> list[Body]:
    """Return the objects of a JSON array; raise ApiError 400."""
    value = parse(raw)
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_body(f"it must be an array, not {_kind(value)}")
    return [Body(entry) for entry in value]


class Body:
    """A JSON object; each reader returns the default where the field is absent or null.

    Readers raise ApiError 400 where the field has another type.
    """

    def __init__(self, value: Any) -> None:
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise bad_body(f"expected an object, not {_kind(value)}")
        self.fields = {name.lower(): field for name, field in value.items()}

    def text(self, name: str, default: str = "") -> str:
        """Read a string."""
        value = self._get(name, default)
        return value if isinstance(value, str) else _wrong(name, value, "a string")

    def flag(self, name: str, default: bool) -> bool:
        """Read a boolean."""
        value = self._get(name, default)
        return value if isinstance(value, bool) else _wrong(name, value, "true or false")

    def number(self, name: str, default: float) -> float:
        """Read a number."""
        value = self._get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return _wrong(name, value, "a number")
        try:
            return float(value)
        except OverflowError:
            return _wrong(name, value, "a smaller number")

    def objects(self, name: str) -> list[Body]:
        """Read an array of objects."""
        value = self._get(name, [])
        return (
            [Body(entry) for entry in value]
            if isinstance(value, list)
            else _wrong(name, value, "an array")
        )

    def toxic(self, toxic: ToxicSettings) -> ToxicSettings:
        """Return `toxic` with the `attributes` of the body; raise ApiError 400 if refused."""
        attributes = self._get("attributes", {})
        if not isinstance(attributes, dict):
            _wrong("attributes", attributes, "an object")
        defaults = toxic.attributes()
        values = {
            name.lower(): value
            for name, value in attributes.items()
            if value is not None and name.lower() in defaults
        }
        for name, value in values.items():
            if not _is_int64(value):
                _wrong(f"attributes.{name}", value, "a whole number of 64 bits")
        merged = toxic.merged(values)
        refusal = merged.refusal()
        if refusal is not None:
            raise ApiError(400, f"invalid toxic attributes: {refusal}")
        return merged

    def _get(self, name: str, default: Any) -> Any:
        value = self.fields.get(name)
        return default if value is None else value


def _wrong(name: str, value: Any, wanted: str) -> NoReturn:
    raise bad_body(f"{name} must be {wanted}, not {_kind(value)}")


def _is_int64(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _kind(value: Any) -> str:
    """Return the JSON type of a value; a scalar with its value."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    return json.dumps(value)[:60]
