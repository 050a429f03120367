"""`make` as it is written, where that takes seconds: the list of targets, and the wheel."""

import re
from pathlib import Path

from tests.typed.conftest import ROOT, make, make_wheel


def test_make_alone_lists_what_can_be_done() -> None:
    text = (ROOT / "Makefile").read_text()
    told = make(ROOT)
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
    assert {line.split()[0] for line in told.splitlines()} == targets
    assert told == make(ROOT, "help")


def test_make_wheel(tmp_path: Path) -> None:
    assert make_wheel(tmp_path).is_file()


def test_whatever_target_a_page_names_is_typed_here_or_by_ci() -> None:
    """`make test` cannot nest in a test, and `pyz` wants the Internet: `.ci/run` types these."""
    line = re.compile(r"^(?:    )?make (?:-\S+ )*((?:[a-z]+ ?)+)", re.MULTILINE)
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {
        word for page in pages for each in line.findall(page.read_text()) for word in each.split()
    }
    by_ci = {
        word for each in line.findall((ROOT / ".ci" / "run").read_text()) for word in each.split()
    }
    [within] = re.findall(r"^test: (.*?) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert named
    assert named <= {"demo", "wheel"} | by_ci | set(within.split())
