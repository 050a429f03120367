"""Kinds of observations, for the page of `docs/evidence.md`: one table per record type."""

from collections.abc import Iterator
from typing import Any, get_args

from epreuve.audits.checks.evidence_schema import evidence_schema
from epreuve.faults.registry import fault_kinds
from epreuve.probes.evidence.observation import record_kinds
from epreuve.probes.evidence.records import Outcome

Schema = dict[str, Any]
TYPES = {
    "string": "text", "integer": "whole number", "number": "number", "boolean": "true or false",
    "null": "null", "object": "map",
}  # fmt: skip


def tables() -> Iterator[str]:
    """Return the lines of each kind of observation, then of the records that they share."""
    parts = evidence_schema()["$defs"]
    kinds = record_kinds()
    for kind, record in sorted(kinds.items()):
        yield from _section(f"`{kind}`", parts[record.__name__])
    yield "## Parts of records\n"
    faults = {fault.__name__ for fault in fault_kinds().values()}
    known = {"request", "attempt", "observation", *(kind.__name__ for kind in kinds.values())}
    for name in sorted(set(parts) - known - faults):
        yield from _section(f"`{name}`", parts[name])


def _section(title: str, schema: Schema) -> Iterator[str]:
    yield f"### {title}\n"
    yield schema["description"] + "\n"
    fields = schema.get("properties", {})
    if fields:
        yield "| field | type | meaning |\n| --- | --- | --- |"
        for name, field in fields.items():
            yield f"| `{name}` | {_type(field)} | {_one_line(field.get('description', ''))} |"
        yield ""


def _one_line(text: str) -> str:
    """Return a description without line breaks, which would end the row of a table."""
    return " ".join(text.split())


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return f"`{schema['$ref'].rpartition('/')[2]}`"
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "oneOf" in schema:
        return "a fault, with its `kind`"
    if schema.get("enum") == list(get_args(Outcome)):
        return "outcome"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}"
    if schema["type"] == "object":
        return f"map to {_type(schema['additionalProperties'])}"
    return TYPES[schema["type"]]
