"""Values of a draft as JSON that YAML 1.1 reads as the same value."""

import json
import math
import re

_LONGEST_KEY = 900  # characters; YAML reads at most 1,024
_NO_CHARACTER = re.compile("[\0\ufffe\uffff]")


def written(value: object) -> str:
    """Return a value on one line, as JSON and YAML."""
    match value:
        case dict():
            return (
                "{" + ", ".join(f"{written(str(k))}: {written(v)}" for k, v in value.items()) + "}"
            )
        case list() | tuple():
            return "[" + ", ".join(map(written, value)) + "]"
        case bool() | None:
            return json.dumps(value)
        case int():
            return str(value)
        case float():
            return _number(value)
    return _text(str(value))


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "0"
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")  # YAML 1.1 reads `1e+16` as a text


def _text(text: str) -> str:
    """Return a text between double quotes, its invisible characters escaped."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    shown = json.dumps(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", whole), ensure_ascii=False)
    return "".join(c if c == " " or c.isprintable() else _escaped(c) for c in shown)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def is_short_key(key: str) -> bool:
    """Return whether YAML reads a text of this length as a key."""
    return len(written(key)) <= _LONGEST_KEY
