"""Sections for a pydantic model: one section per record, one table row per field."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from epreuve.audits.reading.schema import json_schema
from epreuve.reports.language import Language
from reference.sentences import pair, table, translated

Schema = dict[str, Any]
STAGE_FAULT = "StageFault"  # any fault with its sets: they have a page of their own
NAMES = {
    "string": ("texte", "text"),
    "integer": ("entier", "whole number"),
    "number": ("nombre", "number"),
    "boolean": ("oui ou non", "true or false"),
    "object": ("table", "map"),
    "null": ("rien", "nothing"),
}
LIMITS = {
    "minimum": "≥",
    "ge": "≥",
    "exclusiveMinimum": ">",
    "gt": ">",
    "maximum": "≤",
    "exclusiveMaximum": "<",
}


def sections(model: type[BaseModel], prefix: str, language: Language) -> str:
    """Return the section of the whole file, then one per record, in alphabetical order."""
    schema = json_schema(model)
    records = {"": schema} | schema.pop("$defs", {})
    return "\n".join(
        _section(name, record, prefix, language)
        for name, record in records.items()
        if name != STAGE_FAULT
    )


def _section(name: str, schema: Schema, prefix: str, language: Language) -> str:
    title = name or pair("Le fichier entier", "The whole file", language)
    lines = [f"({anchor(prefix, name)})=", f"## {title}", ""]
    paragraphs = schema.get("description", "").split("\n\n")
    lines += [f"{translated(paragraph, language)}\n" for paragraph in paragraphs]
    if "properties" not in schema:
        return "\n".join([*lines, type_of(schema, prefix, language), ""])
    return "\n".join([*lines, fields(schema, prefix, language)])


def fields(schema: Schema, prefix: str, language: Language) -> str:
    """Return a table of the fields of a record."""
    required = set(schema.get("required", ()))
    rows = [
        (
            f"`{name}`",
            translated(field.get("description", ""), language),
            type_of(field, prefix, language),
            _default(name, field, required, language),
        )
        for name, field in schema["properties"].items()
    ]
    head = pair("champ|sens|valeur|par défaut", "field|meaning|value|default", language)
    return table(tuple(head.split("|")), rows)


def anchor(prefix: str, name: str) -> str:
    """Return the anchor of the section of a record."""
    return f"{prefix}-{name.strip('_').lower() or 'file'}"


def _default(field: str, schema: Schema, required: set[str], language: Language) -> str:
    if field in required:
        return pair("**obligatoire**", "**required**", language)
    value = schema.get("default")
    if value is None or value == "" or value == [] or isinstance(value, dict):
        return "–"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def type_of(schema: Schema, prefix: str, language: Language) -> str:
    """Return the type of a value in words, with its limits."""
    kind = _kind(schema, prefix, language)
    limits = [f"{sign} {schema[key]:g}" for key, sign in LIMITS.items() if key in schema]
    if "pattern" in schema:
        limits.append(f"`{schema['pattern']}`".replace("|", "\\|"))
    return ", ".join([kind, *limits])


def _kind(schema: Schema, prefix: str, language: Language) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name == STAGE_FAULT:
            return pair("[panne](faults.md)", "[fault](faults.md)", language)
        return f"[{name}](#{anchor(prefix, name)})"
    if "anyOf" in schema:
        return pair(" ou ", " or ", language).join(_choices(schema["anyOf"], prefix, language))
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " · ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        inner = type_of(schema.get("items", {}), prefix, language)
        return pair(f"liste de : {inner}", f"list of {inner}", language)
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        inner = type_of(schema["additionalProperties"], prefix, language)
        return pair(f"nom → {inner}", f"name → {inner}", language)
    if schema.get("format") == "date":
        return "date (`2026-11-21`)"
    fr, en = NAMES.get(schema.get("type", ""), ("libre", "anything"))
    return pair(fr, en, language)


def _choices(schemas: list[Schema], prefix: str, language: Language) -> Iterator[str]:
    values = [schema for schema in schemas if schema.get("type") != "null"]
    yield from dict.fromkeys(type_of(schema, prefix, language) for schema in values)
