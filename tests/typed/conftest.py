"""What the pages tell to type is typed as it is written, in a network where its ports are free.

A network and a tree of processes of one's own (`unshare`): addresses are taken as they stand in the
pages, nothing that the machine runs is met, and the kernel ends all that was started. Where that is
not allowed these tests are not collected. `make test` is typed by `.ci/run`: it cannot
nest in a test.
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

ROOT = Path(__file__).parents[2]
APART = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
APART += [] if os.getuid() == 0 else ["--user", "--map-root-user"]
CHAOS = ROOT / ".bin" / "chaos" / "bin"  # Chaos Toolkit, which is not among our dependencies
PYZ = ROOT / "dist" / "epreuve.pyz"  # made by `make pyz`, which needs the Internet
AT_ONCE = 3  # lanes, for two cores: with four, a trial was void for its bench was too weak
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
if not (os.getuid() == 0 and next(Path("/usr/lib/postgresql").glob("*/bin/initdb"), None)):
    collect_ignore.append("test_readers.py")  # PostgreSQL wants an account that is not root
collect_ignore += [
    file
    for program, file in (("chromium", "test_pictures.py"), ("prometheus", "test_prometheus.py"))
    if not shutil.which(program)
]
if not _possible():
    found = {each.name for each in Path(__file__).parent.glob("test_*.py")}
    collect_ignore += found - {"test_crises.py", "test_demonstration.py"}  # not in a network apart


def typed(script: str, folder: Path, limit: float = 120, **variables: str) -> str:
    """Run a script of bash there, our `epreuve` first on PATH; returns what it printed."""
    begin = "ip link set lo up; ip addr add 192.0.2.10/32 dev lo"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    words = [*APART, "bash", "-euo", "pipefail", "-c", f"{begin}\n{script}"]
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
