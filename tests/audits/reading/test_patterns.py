"""Each pattern of a file that people write has a sentence, not a regular expression."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from epreuve.audits.crises.crisis_file import CrisisFile
from epreuve.audits.profile.model import Profile
from epreuve.audits.reading.pydantic_problem import value_problem
from epreuve.audits.reading.schema import json_schema


def patterns(schema: Any) -> Iterator[str]:
    """Yield the patterns of a JSON Schema."""
    for value in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(value, dict | list):
            yield from patterns(value)
    if isinstance(schema, dict) and isinstance(schema.get("pattern"), str):
        yield schema["pattern"]


@pytest.mark.parametrize("model", [Profile, CrisisFile])
def test_a_pattern_has_a_sentence(model: type[BaseModel]) -> None:
    written = set(patterns(json_schema(model)))
    assert written
    for pattern in written:
        assert pattern not in problem(pattern).en


def problem(pattern: str) -> Any:
    """Return the problem of a text that does not match."""
    return value_problem(
        {
            "type": "string_pattern_mismatch", "loc": (), "msg": "", "input": "",
            "ctx": {"pattern": pattern},
        }
    )  # fmt: skip


def test_the_beginning_of_a_path() -> None:
    assert problem("^[/{]").en == "must begin with / or {"
    assert problem("^[/{]").fr == "doit commencer par / ou {"
