"""The published JSON Schema accepts what we write and refuses what we would not read."""

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
# Every keyword of JSON Schema 2020-12 that pydantic writes for the Assessment; the first three
# only describe, or are followed by hand.
KNOWN = {
    "title", "description", "default", "$defs", "$ref", "type", "properties", "required",
    "additionalProperties", "items", "prefixItems", "minItems", "maxItems", "anyOf", "enum",
}  # fmt: skip


def faults(value: Any, rule: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """Where `value` breaks `rule`: the part of JSON Schema that our own schema uses."""
    assert set(rule) <= KNOWN, set(rule) - KNOWN
    if "$ref" in rule:
        return faults(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in rule:
        ways = [faults(value, way, root, at) for way in rule["anyOf"]]
        return [] if [] in ways else [f"{at}: none of {len(ways)} ways"]
    kind = TYPES[rule["type"]]
    if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kind):
        return [f"{at}: not {rule['type']}"]
    if "enum" in rule and value not in rule["enum"]:
        return [f"{at}: not one of {rule['enum']}"]
    if isinstance(value, dict):
        return _object(value, rule, root, at)
    return _array(value, rule, root, at) if isinstance(value, list) else []


def _object(value: dict[str, Any], rule: dict[str, Any], root: Any, at: str) -> list[str]:
    found = [f"{at}.{name}: missing" for name in rule.get("required", []) if name not in value]
    if rule.get("additionalProperties") is False:
        found += [f"{at}.{name}: unknown" for name in value if name not in rule["properties"]]
    for name, inner in rule["properties"].items():
        if name in value:
            found += faults(value[name], inner, root, f"{at}.{name}")
    return found


def _array(value: list[Any], rule: dict[str, Any], root: Any, at: str) -> list[str]:
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
        return [f"{at}: {len(value)} items"]
    first = rule.get("prefixItems", [])
    rules = [*first, *[rule["items"]] * (len(value) - len(first))] if "items" in rule else first
    return [
        fault
        for index, (each, inner) in enumerate(zip(value, rules, strict=True))
        for fault in faults(each, inner, root, f"{at}[{index}]")
    ]


def test_the_golden_document_follows_it() -> None:
    assert faults(json.loads(GOLDEN.read_text(encoding="utf-8")), schema(), schema()) == []


@pytest.mark.parametrize("name", ["good", "unranked", "hostile", "bare"])
def test_every_specimen_follows_it(name: str, request: pytest.FixtureRequest) -> None:
    told: Assessment = request.getfixturevalue(name)
    assert faults(json.loads(render(told)), schema(), schema()) == []


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("result", "letter"), "H", ".result.letter: none of 2 ways"),
        (("result", "floor"), "high", ".result.floor: not number"),
        (("receipts", "lost"), True, ".receipts.lost: not integer"),
        (("bench", "power"), None, ".bench.power: not string"),
        (("run", "nickname"), "x", ".run.nickname: unknown"),
    ],
)
def test_a_wrong_document_does_not(path: tuple[str, str], value: Any, fault: str) -> None:
    document = json.loads(GOLDEN.read_text(encoding="utf-8"))
    document[path[0]][path[1]] = value
    assert faults(document, schema(), schema()) == [fault]


def test_a_field_left_out_is_named() -> None:
    document = json.loads(GOLDEN.read_text(encoding="utf-8"))
    del document["crisis"]["facts"]
    assert faults(document, schema(), schema()) == [".crisis.facts: missing"]
