"""JSON Schema of the file formats: each field has a description."""

import json
from typing import Any

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel, Field

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.reading.schema import json_schema


def schema_of(document: str) -> dict[str, Any]:
    verb = epreuve.get_command(click.Context(epreuve), "schema")
    assert verb is not None
    schema: dict[str, Any] = json.loads(CliRunner().invoke(verb, [document]).output)
    return schema


@pytest.mark.parametrize("document", ["profile", "crisis"])
def test_every_field_has_a_description(document: str) -> None:
    schema = schema_of(document)
    records = {document: schema} | schema["$defs"]
    fields = {
        f"{name}.{field}": property_.get("description", "")
        for name, record in records.items()
        for field, property_ in record.get("properties", {}).items()
    }
    assert len(fields) > 30
    bare = [name for name, text in fields.items() if not text.endswith(".") or len(text) < 10]
    assert bare == [], "write a docstring under the field"


class Parent(BaseModel):
    near: int = 0
    """Described in the parent."""
    far: int = 0
    """Described in the parent, then overridden."""
    none: int = 0


class Child(Parent):
    far: int = 1
    """Described in the child."""
    short: int = Field(default=0, alias="long")
    """Described under its alias."""


def test_field_docstrings_are_inherited_and_overridden() -> None:
    properties = json_schema(Child)["properties"]
    assert {name: property_.get("description") for name, property_ in properties.items()} == {
        "near": "Described in the parent.",
        "far": "Described in the child.",
        "none": None,
        "long": "Described under its alias.",
    }
