"""JSON Schema of `evidence.db`: its views, and the record of each kind of observation."""

from collections.abc import Iterator, Mapping
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from epreuve.audits.checks.registry import load_checks
from epreuve.audits.reading.schema import json_schema, own_docstrings
from epreuve.probes.evidence.observation import record_kinds
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.schema import VERSION

Schema = dict[str, Any]
OBSERVATION: Mapping[str, tuple[str, str]] = {
    "time": ("number", "When it was made."),
    "kind": ("string", "Kind of the observation."),
    "subject": ("string", "What it is about: a page, a proxy, a receipt."),
}


def evidence_schema() -> Schema:
    """Return the schema of one evidence file as an object of arrays, one array per view."""
    load_checks()
    rows = {
        "request": _row(Request),
        "attempt": _row(Attempt),
        "observation": _observation(),
    }
    return {
        "title": "Evidence",
        "description": f"Views of evidence.db, version {VERSION}. Times are in seconds.",
        "type": "object",
        "properties": {
            name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in rows
        },
        "$defs": {**rows, **dict(_records())},
    }


def _row(kind: type) -> Schema:
    """Return the schema of a row of a view."""
    docstrings = own_docstrings(kind)
    return {
        "description": kind.__doc__,
        "type": "object",
        "properties": {
            name: {**TypeAdapter(hint).json_schema(), "description": docstrings[name]}
            for name, hint in get_type_hints(kind).items()
        },
    }


def _observation() -> Schema:
    """Return the schema of a row of observations; the kind decides the schema of the record."""
    return {
        "description": "One observation; `record` is a JSON text.",
        "type": "object",
        "properties": {
            **{
                name: {"type": type_, "description": text}
                for name, (type_, text) in OBSERVATION.items()
            },
            "record": {
                "type": "string",
                "contentMediaType": "application/json",
                "description": "Fields of the record.",
            },
        },
        "oneOf": [
            {
                "properties": {
                    "kind": {"const": kind},
                    "record": {"contentSchema": {"$ref": f"#/$defs/{record.__name__}"}},
                }
            }
            for kind, record in sorted(record_kinds().items())
        ],
    }


def _records() -> Iterator[tuple[str, Schema]]:
    for _, record in sorted(record_kinds().items()):
        schema = json_schema(record)
        yield from schema.pop("$defs", {}).items()
        yield record.__name__, schema
