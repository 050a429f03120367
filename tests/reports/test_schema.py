"""The published JSON Schema accepts our documents and refuses wrong ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.document import render, schema

GOLDEN = Path(__file__).with_name("golden") / "assessment.json"
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
# Keywords of JSON Schema 2020-12 that pydantic writes for the Assessment.
KNOWN = {
    "title", "description", "default", "$defs", "$ref", "type", "properties", "required",
    "additionalProperties", "items", "prefixItems", "minItems", "maxItems", "anyOf", "enum",
}  # fmt: skip


def errors_of(value: Any, rule: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """Return where `value` breaks `rule`, for the keywords above."""
    assert set(rule) <= KNOWN, set(rule) - KNOWN
    if "$ref" in rule:
        return errors_of(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in rule:
        options = [errors_of(value, option, root, at) for option in rule["anyOf"]]
        return [] if [] in options else [f"{at}: none of {len(options)} options"]
    kind = TYPES[rule["type"]]
    if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kind):
        return [f"{at}: not {rule['type']}"]
    if "enum" in rule and value not in rule["enum"]:
        return [f"{at}: not one of {rule['enum']}"]
    if isinstance(value, dict):
        return _object(value, rule, root, at)
    return _array(value, rule, root, at) if isinstance(value, list) else []


def _object(value: dict[str, Any], rule: dict[str, Any], root: Any, at: str) -> list[str]:
    errors = [f"{at}.{name}: missing" for name in rule.get("required", []) if name not in value]
    if rule.get("additionalProperties") is False:
        errors += [f"{at}.{name}: unknown" for name in value if name not in rule["properties"]]
    for name, inner in rule["properties"].items():
        if name in value:
            errors += errors_of(value[name], inner, root, f"{at}.{name}")
    return errors


def _array(value: list[Any], rule: dict[str, Any], root: Any, at: str) -> list[str]:
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
        return [f"{at}: {len(value)} items"]
    first = rule.get("prefixItems", [])
    rules = [*first, *[rule["items"]] * (len(value) - len(first))] if "items" in rule else first
    return [
        error
        for index, (item, inner) in enumerate(zip(value, rules, strict=True))
        for error in errors_of(item, inner, root, f"{at}[{index}]")
    ]


def test_the_golden_document_is_valid() -> None:
    assert errors_of(json.loads(GOLDEN.read_text(encoding="utf-8")), schema(), schema()) == []


@pytest.mark.parametrize("name", ["good", "unranked", "hostile", "bare"])
def test_every_specimen_is_valid(name: str, request: pytest.FixtureRequest) -> None:
    assessment: Assessment = request.getfixturevalue(name)
    assert errors_of(json.loads(render(assessment)), schema(), schema()) == []


@pytest.mark.parametrize(
    ("path", "value", "error"),
    [
        (("result", "letter"), "H", ".result.letter: none of 2 options"),
        (("result", "floor"), "high", ".result.floor: not number"),
        (("receipts", "lost"), True, ".receipts.lost: not integer"),
        (("bench", "power"), None, ".bench.power: not string"),
        (("run", "nickname"), "x", ".run.nickname: unknown"),
    ],
)
def test_a_wrong_document_is_refused(path: tuple[str, str], value: Any, error: str) -> None:
    document = json.loads(GOLDEN.read_text(encoding="utf-8"))
    document[path[0]][path[1]] = value
    assert errors_of(document, schema(), schema()) == [error]


def test_a_missing_field_is_named() -> None:
    document = json.loads(GOLDEN.read_text(encoding="utf-8"))
    del document["crisis"]["facts"]
    assert errors_of(document, schema(), schema()) == [".crisis.facts: missing"]
