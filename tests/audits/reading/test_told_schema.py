"""The formats that people write: every field has a sentence, in the schema that editors read."""

import json
from typing import Any

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel, Field

from epreuve.audits.cli.shared.group import epreuve
from epreuve.audits.reading.told_schema import told_schema


def schema_of(document: str) -> dict[str, Any]:
    verb = epreuve.get_command(click.Context(epreuve), "schema")
    assert verb is not None
    found: dict[str, Any] = json.loads(CliRunner().invoke(verb, [document]).output)
    return found


@pytest.mark.parametrize("document", ["profile", "crisis"])
def test_every_field_has_a_sentence(document: str) -> None:
    schema = schema_of(document)
    records = {document: schema} | schema["$defs"]
    fields = {
        f"{name}.{field}": each.get("description", "")
        for name, record in records.items()
        for field, each in record.get("properties", {}).items()
    }
    assert len(fields) > 30
    bare = [name for name, told in fields.items() if not told.endswith(".") or len(told) < 10]
    assert bare == [], "write a sentence under the field"


class Above(BaseModel):
    near: int = 0
    """Told above."""
    far: int = 0
    """Of the one above."""
    none: int = 0


class Below(Above):
    far: int = 1
    """Of the one below."""
    short: int = Field(default=0, alias="long")
    """Under the name that is written."""


def test_a_sentence_follows_its_field_to_those_that_extend_it() -> None:
    found = told_schema(Below)["properties"]
    assert {name: each.get("description") for name, each in found.items()} == {
        "near": "Told above.",
        "far": "Of the one below.",
        "none": None,
        "long": "Under the name that is written.",
    }
