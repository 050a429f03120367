"""A pydantic model as sections: a record each, a field a line; types and limits from its schema."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from epreuve.audits.reading.schema import json_schema
from reference.sentences import Language, pair, said, table

Schema = dict[str, Any]
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
    """The whole file first, then each record that it may hold, in the order of the alphabet."""
    schema = json_schema(model)
    parts = schema.pop("$defs", {})
    whole = {"": schema} | parts
    return "\n".join(_section(name, each, prefix, language) for name, each in whole.items())


def _section(name: str, schema: Schema, prefix: str, language: Language) -> str:
    title = name or pair("Le fichier entier", "The whole file", language)
    lines = [f"({anchor(prefix, name)})=", f"## {title}", ""]
    lines += [f"{_told(part, language)}\n" for part in schema.get("description", "").split("\n\n")]
    if "properties" not in schema:
        return "\n".join([*lines, type_of(schema, prefix, language), ""])
    required = set(schema.get("required", ()))
    rows = [
        (
            f"`{field}`",
            said(each.get("description", ""), language),
            type_of(each, prefix, language),
            _default(field, each, required, language),
        )
        for field, each in schema["properties"].items()
    ]
    head = pair("champ|sens|valeur|si absent", "field|meaning|value|when absent", language)
    return "\n".join([*lines, table(tuple(head.split("|")), rows)])


def _told(text: str, language: Language) -> str:
    return re.sub(r"\{(\w+)\}", r"{\1}", said(text, language))


def anchor(prefix: str, name: str) -> str:
    """Where a record is told."""
    return f"{prefix}-{name.strip('_').lower() or 'file'}"


def _default(field: str, schema: Schema, required: set[str], language: Language) -> str:
    if field in required:
        return pair("**obligatoire**", "**required**", language)
    value = schema.get("default")
    if value is None or value == "" or value == [] or isinstance(value, dict):
        return "–"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def type_of(schema: Schema, prefix: str, language: Language) -> str:
    """The type of a value in words, with its limits."""
    kind = _kind(schema, prefix, language)
    limits = [f"{sign} {schema[key]:g}" for key, sign in LIMITS.items() if key in schema]
    if "pattern" in schema:
        limits.append(f"`{schema['pattern']}`".replace("|", "\\|"))
    return ", ".join([kind, *limits])


def _kind(schema: Schema, prefix: str, language: Language) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{anchor(prefix, name)})"
    if "anyOf" in schema:
        return pair(" ou ", " or ", language).join(_choices(schema["anyOf"], prefix, language))
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " · ".join(f"`{each}`" for each in schema["enum"])
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
    known = [each for each in schemas if each.get("type") != "null"]
    yield from dict.fromkeys(type_of(each, prefix, language) for each in known)
