"""A copy of the repository with every example of CONTRIBUTING.md, and their tests."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("audits", "faults", "probes", "reports")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = dict(EXAMPLE.findall(GUIDE))
ROW = re.compile(r"^\| \[(\w+)\]\(#an?-\w+\) \| (.+) \|$", re.MULTILINE)
TABLE = dict(ROW.findall(GUIDE))

FAULT_TEST = "tests/faults/test_faults.py"
CRITERION_TEST = "tests/audits/checks/judgements/test_judgements.py"
OFFICIAL = "audits/grid/official.yaml"
TESTS = {  # file -> a line of it, and the test of an example to write after it
    FAULT_TEST: (
        "EXAMPLES = [\n",
        '    fault_kinds()["trickle"](),\n',
    ),
    CRITERION_TEST: (
        "CASES: list[tuple[str, Given, float]] = [\n",
        """
    ("DAT-7", {"receipts": receipts(40)}, 100.0),
    ("DAT-7", {"receipts": receipts(40, lost=1)}, 50.0),
    ("DAT-7", {"receipts": receipts(40, lost=1, altered=1)}, 0.0),
""",
    ),
}


def copy_repository(target: Path) -> None:
    """Copy what the tests need, with compiled files: the copies keep the times of the sources."""
    for name in (*PACKAGES, "docs", "tests", ".links"):
        shutil.copytree(ROOT / name, target / name, symlinks=True)
    for path in (*ROOT.glob("*.md"), ROOT / "conftest.py", ROOT / "pyproject.toml"):
        shutil.copy2(path, target)


def add_examples(tree: Path, paths: Iterable[str]) -> None:
    """Add examples to a copy: a new file, or the end of an existing one.

    In Python, two empty lines stand before what is appended.
    """
    for path in map(Path, paths):
        empty = "\n\n" if path.suffix == ".py" and (tree / path).exists() else ""
        with (tree / path).open("a", encoding="utf-8") as file:
            file.write(empty + EXAMPLES[str(path)])


def add_tests(tree: Path) -> None:
    """Add the tests of the examples, and publish the new grid."""
    for path, (line, added) in TESTS.items():
        text = (tree / path).read_text(encoding="utf-8")
        assert text.count(line) == 1
        (tree / path).write_text(text.replace(line, line + added), encoding="utf-8")
    code = "from epreuve.audits.grid.grid import load_grid; print(load_grid().sha256)"
    sha256 = python(tree, "-c", code, paths=tree / ".links").strip()
    (tree / OFFICIAL).write_text(f'version: "next"\nsha256: "{sha256}"\n', encoding="utf-8")


@contextmanager
def restored(tree: Path, paths: Iterable[str]) -> Iterator[None]:
    """Restore files at the end: each test has the copy without the additions of the others."""
    files = [tree / path for path in paths]
    texts = {file: file.read_bytes() if file.exists() else None for file in files}
    try:
        yield
    finally:
        for file, text in texts.items():
            if text is None:
                file.unlink()
            else:
                file.write_bytes(text)


def python(folder: Path, *words: str, paths: Path | None = None, **variables: str) -> str:
    """Return what `python WORDS…` prints in a folder, with the packages of `paths`."""
    environment = {**os.environ, "PYTHONPATH": str(paths or folder), **variables}
    result = subprocess.run(
        [sys.executable, *words], env=environment, cwd=folder, capture_output=True, text=True,
        check=False, timeout=600,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout
