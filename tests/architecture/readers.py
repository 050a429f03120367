"""Tests that list the contents of the folders: those that an addition may break."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.additions import ROOT

LISTS = re.compile(r"\b(crisis_ids|fault_kinds|load_grid|probe_schedules)\(")
"""Functions that list the crises, faults, criteria and probes of the folders."""
PROCESSES = re.compile(r"mark\.process")


def listing_tests() -> Iterator[str]:
    """Yield the tests of `audits` and `faults` that list the contents, without those that start
    processes."""
    for package in ("audits", "faults"):
        for path in sorted((ROOT / "tests" / package).rglob("test_*.py")):
            text = path.read_text(encoding="utf-8")
            if LISTS.search(text) and not PROCESSES.search(text):
                name = path.relative_to(ROOT).as_posix()
                yield from (f"{name}::{test}" for test in names_of_tests(text))


def names_of_tests(text: str) -> list[str]:
    """Return the tests of a module that list the contents: themselves, by a fixture, by a value."""
    parts = dict(_parts(text))
    listing = {name for name, part in parts.items() if LISTS.search(part)}
    users = listing
    while users:
        words = re.compile(rf"\b({'|'.join(users)})\b")
        users = {name for name, part in parts.items() if words.search(part)} - listing
        listing |= users
    return [name for name in parts if name in listing and name.startswith("test_")]


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a module defines, each with its source and its decorators."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, ast.unparse(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in (one.id for one in targets if isinstance(one, ast.Name)):
                yield name, ast.unparse(node)
