"""Targets of the Makefile that take seconds, and the list of the others."""

import re
from pathlib import Path

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

    `make test-fast` is a part of `make test`. `make field` installs real services and takes hours:
    people run it, and its parts have tests in tests/field.
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
    makefile = (ROOT / "Makefile").read_text()
    [within] = re.findall(r"^test: (.*?) ##", makefile, re.MULTILINE)
    assert named
    assert named <= {"demo", "wheel", "test-fast", "field"} | by_ci | set(within.split())
