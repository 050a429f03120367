"""Reading of a file of another program: a recording or a description of an API."""

import codecs
import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from epreuve.audits.drafts.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.reading.yaml_loader import TypedLoader, check_depth
from epreuve.audits.reading.yaml_syntax import syntax_misuse
from epreuve.reports.files import cannot_be_read
from epreuve.reports.text import NO_TEXT, Text

LARGEST = 200_000_000  # bytes; a recording with its contents has tens of millions
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class SourceText(NamedTuple):
    """Text of a file, and the guess that was needed to read it (empty without one)."""

    text: str
    guess: Text = NO_TEXT


def read_text(path: Path) -> SourceText:
    """Return the text of a file in UTF-8 or UTF-16, else in Latin-1. Raises Misuse."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise Misuse(
                translate(
                    "{path}: is larger than {size} MB; record fewer pages",
                    path=str(path), size=str(LARGEST // 1_000_000),
                )
            )  # fmt: skip
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        failure = error if isinstance(error, OSError) else OSError(str(error))
        raise Misuse(cannot_be_read(path, failure)) from None
    return decoded(data)


def decoded(data: bytes) -> SourceText:
    """Return bytes as text: by their mark, else as UTF-8, UTF-16 or Latin-1."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding and b"\0" in data[:4]:  # JSON and YAML begin with an ASCII character
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    try:
        return SourceText(data.decode(encoding or "utf-8"))
    except UnicodeDecodeError:
        guess = translate("the file is not in UTF-8: it was read as {encoding}", encoding="Latin-1")
        return SourceText(data.decode("latin-1"), guess)


def parse_json(path: Path, text: str) -> Any:
    """Return a JSON document. Raises Misuse with the line of a mistake."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise Misuse(
            translate(
                "{place}: is not JSON ({reason}); save the file again",
                place=f"{path}{line}", reason=reason,
            )
        ) from None  # fmt: skip


class _PlainLoader(TypedLoader):
    """Loader for which `no`, `on`, `012` and `12:30` are texts, as in YAML 1.2."""


def _boolean(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> object:
    typed = str(node.value)
    return typed.lower() == "true" if typed.lower() in ("true", "false") else typed


def _number(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> object:
    typed = str(node.value)
    if ":" in typed or re.match(r"[-+]?0[0-7_]", typed):
        return typed
    if node.tag.endswith(":int"):
        return loader.construct_yaml_int(node)
    value = loader.construct_yaml_float(node)
    return value if math.isfinite(value) else typed


_PlainLoader.add_constructor("tag:yaml.org,2002:bool", _boolean)
_PlainLoader.add_constructor("tag:yaml.org,2002:int", _number)
_PlainLoader.add_constructor("tag:yaml.org,2002:float", _number)


def parse_yaml(path: Path, text: str) -> Any:
    """Return a YAML document; its keys and dates are texts. Raises Misuse with the line."""
    try:
        check_depth(text)
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise syntax_misuse(path, text, error) from None
