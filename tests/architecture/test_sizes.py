"""Sizes: functions of product code of at most 40 lines, files of at most 250 lines, also tests."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("audits", "faults", "probes", "reports")
FUNCTION_LINES = 40  # decorators not counted
FILE_LINES = 250


def sources(*packages: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each Python file of packages."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


@cache
def tree(text: str) -> ast.Module:
    """Return the syntax tree of a file: several tests read all files."""
    return ast.parse(text)


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name and the lines of each function of a module."""
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_has_more_than_40_lines() -> None:
    sizes = {
        f"{path}: {name}": lines
        for path, text in sources(*PACKAGES)
        for name, lines in functions(text)
    }
    assert len(sizes) > 1000
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES} == {}


def test_no_file_has_more_than_250_lines() -> None:
    sizes = {path: len(text.splitlines()) for path, text in sources(*PACKAGES, "tests")}
    assert any(path.startswith("tests/") for path in sizes)
    assert {path: lines for path, lines in sizes.items() if lines > FILE_LINES} == {}
