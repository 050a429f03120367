"""Targets of the Makefile that take seconds, the list of the others, and the parts of the tests."""

import itertools
import re
import shlex
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from tests.documented.conftest import make
from tests.harness.programs import ROOT


def test_make_alone_lists_the_targets() -> None:
    text = (ROOT / "Makefile").read_text()
    listed = make(ROOT)
    targets = set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))
    assert {line.split()[0] for line in listed.splitlines()} == targets
    assert listed == make(ROOT, "help")


def test_make_wheel(wheel: Path) -> None:
    assert wheel.is_file()


def test_each_target_that_a_page_names_runs_in_a_test_or_in_ci() -> None:
    """`make test` cannot run inside a test, and `pyz` needs the Internet: `.ci/run` runs them.

    `make test-fast` and `make check` are parts of `make test`. `make field` installs all services
    of tests/field and takes hours: people run it, and `make test` plays two of them.
    """
    line = re.compile(r"^(?:    )?make (?:-\S+ )*((?:[a-z-]+ ?)+)", re.MULTILINE)
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {
        target
        for page in pages
        for targets in line.findall(page.read_text())
        for target in targets.split()
    }
    by_ci = {
        target
        for targets in line.findall((ROOT / ".ci" / "run").read_text())
        for target in targets.split()
    }
    assert named
    assert named <= {"demo", "wheel", "test-fast", "check", "field"} | by_ci


def side_by_side(target: str) -> list[str]:
    """Return the targets that a target runs side by side."""
    [line] = [line for line in make(ROOT, "-n", target).splitlines() if "--jobs=" in line]
    return re.findall(r" (\.[a-z-]+)", line)


@dataclass(frozen=True)
class Selection:
    """The tests that a pytest command runs."""

    markers: str
    folders: frozenset[str]
    ignored: frozenset[str]

    @classmethod
    def of(cls, command: str) -> Self:
        words = shlex.split(command)
        paths = [word for word in words if word.startswith("tests/")]
        ignored = [word.removeprefix("--ignore=") for word in words if "--ignore=" in word]
        expressions = [after for word, after in itertools.pairwise(words) if word == "-m"]
        return cls(expressions[-1], frozenset(paths), frozenset(ignored))

    def has(self, folder: str, markers: Collection[str]) -> bool:
        """Return whether it runs a test of a folder with some markers."""
        if folder in self.ignored or (self.folders and folder not in self.folders):
            return False
        return bool(eval(self.markers, {}, {name: name in markers for name in MARKERS}))


MARKERS = ("audit", "field", "process", "slow")
MARKED = [
    {name for name, is_marked in zip(MARKERS, marked, strict=True) if is_marked}
    for marked in itertools.product((False, True), repeat=len(MARKERS))
    # A test that plays an audit starts processes; a test of the field plays an audit.
    if marked[2] >= marked[0] >= marked[1]
]


@pytest.mark.parametrize("coverage", ["", "yes"])
def test_each_test_is_in_one_part(coverage: str) -> None:
    parts = side_by_side("pytest")
    lines = make(ROOT, "-n", *parts, f"COVERAGE={coverage}").replace("\\\n", "").splitlines()
    selections = [Selection.of(line) for line in lines if "pytest -q" in line]
    assert len(selections) == len(parts)
    folders = {f"tests/{path.name}" for path in (ROOT / "tests").iterdir()}
    assert {folder for one in selections for folder in one.folders | one.ignored} < folders
    for folder, markers in itertools.product(folders, MARKED):
        chosen = [one for one in selections if one.has(folder, markers)]
        assert len(chosen) == 1, (folder, markers, chosen)


def test_each_fast_test_is_in_one_fast_part() -> None:
    parts = [part for part in side_by_side("test-fast") if part.startswith(".fast")]
    lines = make(ROOT, "-n", *parts).splitlines()
    selections = [Selection.of(line) for line in lines if "pytest -q" in line]
    assert len(selections) == len(parts) == 2
    for folder in {f"tests/{path.name}" for path in (ROOT / "tests").iterdir()}:
        assert len([one for one in selections if one.has(folder, ())]) == 1, folder


def test_the_linters_run_beside_all_parts() -> None:
    assert set(side_by_side("test")) > set(side_by_side("pytest"))
    makefile = (ROOT / "Makefile").read_text()
    [linters] = re.findall(r"^LINTERS := (.*)$", makefile, re.MULTILINE)
    assert set(side_by_side("test")) == {*side_by_side("pytest"), *linters.split()}
    assert set(linters.split()) < set(side_by_side("test-fast"))
