"""What the pages tell to type is typed as it is written, in a network where its ports are free.

A network and a tree of processes of one's own (`unshare`): addresses are taken as they stand in the
pages, nothing that the machine runs is met, and the kernel ends all that was started: the marker is
`needs_unshare`. `make test` is typed by `.ci/run`, because it cannot nest in a test.
"""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from epreuve.audits import VERSION
from tests.harness.needs import UNSHARE

ROOT = Path(__file__).parents[2]
AT_ONCE = 3  # lanes, for two cores: with four, a trial was void for its bench was too weak


def typed(script: str, folder: Path, limit: float = 120, **variables: str) -> str:
    """Run a script of bash there, our `epreuve` first on PATH; returns what it printed."""
    begin = "ip link set lo up; ip addr add 192.0.2.10/32 dev lo"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    words = [*UNSHARE, "bash", "-euo", "pipefail", "-c", f"{begin}\n{script}"]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, timeout=limit,
        env={**os.environ, "PATH": path, **variables},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def make(folder: Path, *words: str) -> str:
    """Run `make` in a folder; returns what it printed."""
    done = subprocess.run(
        ["env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "make", *words], cwd=folder,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_wheel(folder: Path) -> Path:
    """Run `make wheel` in a copy of the checkout; returns what it made."""
    for name in ("audits", "faults", "probes", "reports"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, folder / name)
    venv = Path(sys.prefix)
    ready = venv / "bin" / ".ready"  # the environment that we run in is not made again
    make(folder, "wheel", f"VENV={venv}", "-o", str(ready))
    return folder / "dist" / f"epreuve-{VERSION}-py3-none-any.whl"


@pytest.fixture
def type_apart(tmp_path: Path) -> Callable[..., str]:
    """The same in `tmp_path`."""
    return functools.partial(typed, folder=tmp_path)


@pytest.fixture(scope="session")
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[object]]]:
    """What the `LANES` of all modules leave: whole audits, which take minutes and little CPU."""
    modules = dict.fromkeys(getattr(item, "module", None) for item in request.session.items)
    lanes: dict[str, Callable[[Path], object]] = {}
    for each in reversed(modules):  # the longest and lightest are in the last
        lanes |= getattr(each, "LANES", {})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            name: pool.submit(lane, tmp_path_factory.mktemp(name)) for name, lane in lanes.items()
        }
