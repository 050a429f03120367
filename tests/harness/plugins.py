"""Installation of a tiny plugin distribution, for a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def install(folder: Path, group: str, value: str, sources: Mapping[str, str]) -> None:
    """Put a distribution with one entry point in a folder; `sources`: path -> Python source."""
    for path, source in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(source, encoding="utf-8")
    info = folder / "epreuve_gremlin-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: epreuve-gremlin\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[{group}]\ngremlin = {value}\n")


def run_with(folder: Path, *words: str) -> str:
    """Return what `python WORDS…` prints when the plugins of a folder are installed."""
    result = process_with(folder, *words)
    assert not result.returncode, result.stderr
    return result.stdout


def process_with(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `python WORDS…` to its end when the plugins of a folder are installed."""
    paths = os.pathsep.join([str(folder), *filter(None, sys.path)])
    env = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(
        [sys.executable, *words], env=env, capture_output=True, text=True, check=False, timeout=120
    )
