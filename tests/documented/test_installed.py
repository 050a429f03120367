"""Installation commands: the wheel in a new environment, and the tests of one file.

There is no network: pip uses wheels that are made again from the packages installed here.
"""

import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.harness.programs import ROOT

pytestmark = pytest.mark.needs_unshare

HERE = Path(__file__).parent
Run = Callable[..., str]
FIRST_HOUR = (ROOT / "docs/first-hour.md").read_text()


def line(page: str, begins: str) -> str:
    """Return the one command of a page that begins like this."""
    [command] = re.findall(rf"^    ({re.escape(begins)}.*)$", page, re.MULTILINE)
    return str(command)


def needed(*names: str) -> Iterator[Distribution]:
    """Yield the installed packages of these requirements, with all that they depend on."""
    waiting, done = [Requirement(name) for name in names], set()
    while waiting:
        requirement = waiting.pop()
        package = distribution(requirement.name)
        if str(requirement) in done:
            continue
        done.add(str(requirement))
        yield package
        for dependency in map(Requirement, package.requires or ()):
            extras, marker = requirement.extras or {""}, dependency.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(dependency)


def rebuild_wheel(package: Distribution, folder: Path) -> None:
    """Make the wheel of an installed package again, without its scripts."""
    [*_, tag] = re.findall(r"^Tag: (\S+)", package.read_text("WHEEL") or "", re.MULTILINE)
    paths = [path for path in package.files or () if ".." not in path.parts]
    left_out = ("RECORD", "INSTALLER", "REQUESTED")
    files = [path for path in paths if path.suffix != ".pyc" and path.name not in left_out]
    [info, *_] = {path.parts[0] for path in files if path.parts[0].endswith(".dist-info")}
    with zipfile.ZipFile(folder / f"{info.removesuffix('.dist-info')}-{tag}.whl", "w") as wheel:
        for path in files:
            wheel.write(str(path.locate()), str(path))
        rows = "".join(f"{path},,\n" for path in files)
        wheel.writestr(f"{info}/RECORD", f"{rows}{info}/RECORD,,\n")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheels of all that the first hour installs, except `epreuve` itself."""
    folder = tmp_path_factory.mktemp("wheels")
    for package in needed("epreuve[fast]", "pytest"):
        if package.name != "epreuve":
            rebuild_wheel(package, folder)
    return folder


@pytest.mark.slow
def test_the_wheel_in_a_new_environment(
    wheel: Path, wheels: Path, tmp_path: Path, run_here: Run
) -> None:
    """From the first command of the first hour to the plugin that pytest loads."""
    install = line(FIRST_HOUR, "v/bin/pip install '")
    folder = "/path/to/"
    assert f"'{folder}{wheel.name}[fast]'" in install
    (tmp_path / "service.epreuve.yaml").write_bytes(
        (ROOT / "tests/first_hour/voirie.yaml").read_bytes()
    )
    tests = line(FIRST_HOUR, "v/bin/pytest")
    output = run_here(
        f"""
{line(FIRST_HOUR, "python3 -m venv")}
{install.replace(folder, f"{wheel.parent}/")}
{line(FIRST_HOUR, "v/bin/epreuve doctor")}
{line(FIRST_HOUR, "v/bin/pip install pytest")}
{tests} --collect-only -q
v/bin/python -c 'import uvloop, epreuve.audits; print(epreuve.audits.__file__)'""",
        PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels), PYTHONPATH="",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
    )  # fmt: skip
    assert "Open files" in output
    assert "61 tests collected" in output
    assert output.splitlines()[-1].startswith(str(tmp_path / "v"))


def test_the_tests_of_one_file(tmp_path: Path, run_here: Run) -> None:
    """The command of CONTRIBUTING.md, in a copy of the checkout with this environment."""
    for path in ROOT.iterdir():
        if path.name not in (".venv", ".git", ".pytest_cache"):
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    output = run_here(line((ROOT / "CONTRIBUTING.md").read_text(), ".venv/bin/pytest"))
    assert re.search(r"^[1-9]\d* passed", output, re.MULTILINE)
