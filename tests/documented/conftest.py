"""Commands of the documentation, run as they are written, in a network where their ports are free.

Each script has a network and a process tree of its own (`unshare`, marker `needs_unshare`): the
addresses of the pages need no change, nothing on this machine is reached, and the kernel ends all
processes. `.ci/run` runs `make test`, which cannot run inside a test.
"""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from epreuve.audits import VERSION
from tests.harness.needs import UNSHARE
from tests.harness.programs import ROOT

NETWORK = "ip link set lo up; ip addr add 192.0.2.10/32 dev lo"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every test here starts child processes."""
    item.add_marker("process")


def run_script(script: str, folder: Path, limit: float = 600, **variables: str) -> str:
    """Run a bash script in a network of its own, this `epreuve` first on PATH; return its output.

    `limit` is in seconds; raise AssertionError for an exit code other than 0.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [*UNSHARE, "bash", "-euo", "pipefail", "-c", f"{NETWORK}\n{script}"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=limit,
        env={**os.environ, "PATH": path, **variables},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def make(folder: Path, *arguments: str) -> str:
    """Run `make` in a folder; return its output."""
    done = subprocess.run(
        ["env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "make", *arguments], cwd=folder,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `make wheel` makes in a copy of the checkout."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("audits", "faults", "probes", "reports"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, folder / name)
    environment = Path(sys.prefix)
    ready = environment / "bin" / ".ready"  # `make` must not install the environment again
    make(folder, "wheel", f"VENV={environment}", "-o", str(ready))
    return folder / "dist" / f"epreuve-{VERSION}-py3-none-any.whl"


@pytest.fixture
def run_here(tmp_path: Path) -> Callable[..., str]:
    """`run_script` in `tmp_path`."""
    return functools.partial(run_script, folder=tmp_path)
