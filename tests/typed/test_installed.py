"""What newcomers type to install: a wheel in a Python of their own, and the tests of one file.

No network: pip finds what it asks for among wheels made again from what is installed here.
"""

import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.typed.conftest import ROOT, make_wheel

pytestmark = pytest.mark.needs_unshare

HERE = Path(__file__).parent
Type = Callable[..., str]
FIRST_HOUR = (ROOT / "docs/first-hour.md").read_text()


def line(page: str, begins: str) -> str:
    """The one line of a page that begins so, as it stands."""
    [found] = re.findall(rf"^    ({re.escape(begins)}.*)$", page, re.MULTILINE)
    return str(found)


def needed(*names: str) -> Iterator[Distribution]:
    """What is installed of packages, written as pip takes them, and of all that they need."""
    waiting, seen = [Requirement(name) for name in names], set()
    while waiting:
        wanted = waiting.pop()
        found = distribution(wanted.name)
        if str(wanted) in seen:
            continue
        seen.add(str(wanted))
        yield found
        for each in map(Requirement, found.requires or ()):
            extras = wanted.extras or {""}
            if each.marker is None or any(each.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(each)


def rewrap(found: Distribution, folder: Path) -> None:
    """The wheel that an installed package came from, but for its scripts."""
    [tag, *_] = re.findall(r"^Tag: (\S+)", found.read_text("WHEEL") or "", re.MULTILINE)
    files = [each for each in found.files or () if ".." not in each.parts and each.suffix != ".pyc"]
    files = [each for each in files if each.name not in ("RECORD", "INSTALLER", "REQUESTED")]
    [info, *_] = {each.parts[0] for each in files if each.parts[0].endswith(".dist-info")}
    with zipfile.ZipFile(folder / f"{info.removesuffix('.dist-info')}-{tag}.whl", "w") as wheel:
        for each in files:
            wheel.write(str(each.locate()), str(each))
        rows = "".join(f"{each},,\n" for each in files)
        wheel.writestr(f"{info}/RECORD", f"{rows}{info}/RECORD,,\n")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the first hour asks pip for, but ourselves."""
    folder = tmp_path_factory.mktemp("wheels")
    for found in needed("epreuve[fast]", "pytest"):
        if found.name != "epreuve":
            rewrap(found, folder)
    return folder


@pytest.mark.slow
def test_the_wheel_in_a_python_of_ones_own(
    wheels: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, type_apart: Type
) -> None:
    """From the first line of the first hour to the plugin that pytest finds."""
    wheel = make_wheel(tmp_path_factory.mktemp("checkout"))
    asked = line(FIRST_HOUR, "v/bin/pip install '")
    place = "/path/to/"
    assert f"'{place}{wheel.name}[fast]'" in asked
    (tmp_path / "service.epreuve.yaml").write_bytes(
        (ROOT / "tests/first_hour/voirie.yaml").read_bytes()
    )
    tests = line(FIRST_HOUR, "v/bin/pytest")
    told = type_apart(
        f"""
{line(FIRST_HOUR, "python3 -m venv")}
{asked.replace(place, f"{wheel.parent}/")}
{line(FIRST_HOUR, "v/bin/epreuve doctor")}
{line(FIRST_HOUR, "v/bin/pip install pytest")}
{tests} --collect-only -q
v/bin/python -c 'import uvloop, epreuve.audits; print(epreuve.audits.__file__)'""",
        limit=300, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels),
        PIP_DISABLE_PIP_VERSION_CHECK="1",
    )  # fmt: skip
    assert "Open files" in told
    assert "61 tests collected" in told
    assert told.splitlines()[-1].startswith(str(tmp_path / "v"))


def test_the_tests_of_one_file(tmp_path: Path, type_apart: Type) -> None:
    """As a contributor types it, in a checkout whose environment is ours."""
    for each in ROOT.iterdir():
        if each.name not in (".venv", ".git", ".pytest_cache"):
            (tmp_path / each.name).symlink_to(each)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    told = type_apart(line((ROOT / "CONTRIBUTING.md").read_text(), ".venv/bin/pytest"))
    assert re.search(r"^[1-9]\d* passed", told, re.MULTILINE)
