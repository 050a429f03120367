"""`make` as it is written, where that takes seconds: the list of targets, and the wheel."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from epreuve.audits import VERSION

ROOT = Path(__file__).parents[2]


def make(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "make", *words], cwd=folder,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_make_alone_lists_what_can_be_done() -> None:
    text = (ROOT / "Makefile").read_text()
    told = make(ROOT)
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
    assert {line.split()[0] for line in told.splitlines()} == targets
    assert told == make(ROOT, "help")


def test_make_wheel(tmp_path: Path) -> None:
    for name in ("audits", "faults", "probes", "reports"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path / name)
    venv = Path(sys.prefix)
    ready = venv / "bin" / ".ready"  # the environment that we run in is not made again
    make(tmp_path, "wheel", f"VENV={venv}", "-o", str(ready))
    assert (tmp_path / "dist" / f"epreuve-{VERSION}-py3-none-any.whl").is_file()
