"""Each reason that evidence keeps is a call of `recorded`, so that a test requires its French."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROBES = Path(__file__).parents[1] / "probes"
NAMES = ("reason", "detail")  # variables and fields that hold one
RECORDS = ("State", "ExchangeError")  # calls with one among their arguments
SENTENCES = ("recorded", "message")
WORDS = re.compile(r"[a-z`] | [a-z`]")  # codes, such as "max_rate", have no spaces


def bare_reasons(tree: ast.Module) -> Iterator[str]:
    """Yield the reasons with words that no catalogue has to translate."""
    for node in ast.walk(tree):
        for value in _reasons(node):
            if any(WORDS.search(text) for text in _texts(value)):
                yield f"line {value.lineno}: {ast.unparse(value)}"


def _reasons(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.keyword(arg=name, value=value) if name in NAMES:
            return [value]
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in NAMES:
            return [value]
        case ast.Call(func=ast.Name(id=name), args=values) if name in RECORDS:
            return values[1:]  # without the code of the outcome
        case _:
            return []


def _texts(value: ast.AST) -> Iterator[str]:
    """Yield the strings in an expression, except those of a sentence with French."""
    match value:
        case ast.Call(func=ast.Name(id=name)) if name in SENTENCES:
            return
        case ast.Constant(value=str() as text):
            yield text
    for child in ast.iter_child_nodes(value):
        yield from _texts(child)


def test_no_probe_records_a_reason_without_french() -> None:
    assert [
        f"{path.relative_to(PROBES)}, {line}"
        for path in sorted(PROBES.rglob("*.py"))
        for line in bare_reasons(ast.parse(path.read_text(encoding="utf-8")))
    ] == []


@pytest.mark.parametrize(
    ("code", "is_bare"),
    [
        ('reason = "the journey has no steps"', True),
        ('record(detail=f"status {code}")', True),
        ('State("lost", "the page is empty")', True),
        ('ExchangeError("gave up", f"no end: {phase}")', True),
        ('ExchangeError("gave up", message("no end in time"))', False),
        ('State("lost", recorded("the page is empty"))', False),
        ('reason = f"{step}: {detail}"', False),
        ('record(detail="max_rate")', False),
    ],
)
def test_a_bare_reason_is_recognised(code: str, is_bare: bool) -> None:
    assert bool(list(bare_reasons(ast.parse(code)))) is is_bare
