"""What the pages tell to type is typed as it is written, in a network where its ports are free.

A network and a tree of processes of one's own (`unshare`): addresses are taken as they stand in the
pages, nothing that the machine runs is met, and the kernel ends all that was started. Where that is
not allowed these tests are not collected. `make demo` and `make test` cannot nest in a test;
`.ci/run` types the second.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APART = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
APART += [] if os.getuid() == 0 else ["--user", "--map-root-user"]
CHAOS = ROOT / ".bin" / "chaos" / "bin"  # Chaos Toolkit, which is not among our dependencies
PYZ = ROOT / "dist" / "epreuve.pyz"  # made by `make pyz`, which needs the Internet
SOURCES = ("audits", "faults", "probes", "reports", "pyproject.toml", "requirements.lock")


def _possible() -> bool:
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run([*APART, "true"], capture_output=True).returncode == 0


def _newest() -> float:
    found = [ROOT / name for name in SOURCES]
    inside = [each for path in found for each in path.rglob("*.*") if each.suffix != ".pyc"]
    return max(each.stat().st_mtime for each in [*found[4:], *inside])


collect_ignore = [] if CHAOS.is_dir() else ["test_chaos.py"]
if not PYZ.is_file() or PYZ.stat().st_mtime < _newest():
    collect_ignore.append("test_pyz.py")
if not _possible():
    collect_ignore += [each.name for each in Path(__file__).parent.glob("test_*.py")]

Type = Callable[..., str]


@pytest.fixture
def type_apart(tmp_path: Path) -> Type:
    """Run a script of bash in `tmp_path`, our `epreuve` first on PATH; returns what it printed."""

    def typed(script: str, **variables: str) -> str:
        begin = "ip link set lo up; ip addr add 192.0.2.10/32 dev lo"
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        words = [*APART, "bash", "-euo", "pipefail", "-c", f"{begin}\n{script}"]
        done = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, timeout=120,
            env={**os.environ, "PATH": path, **variables},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    return typed
