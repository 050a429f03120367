"""What the templates install, really installed: a wheel carried in the repository, or a pyz."""

import os
import re
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest
import yaml

from epreuve.audits import VERSION

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
CI = ROOT / "docs" / "ci"
NAME = f"epreuve-{VERSION}"
WHEEL = {
    "installed.py": "def main():\n    print('from the wheel')\n",
    f"{NAME}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: epreuve\nVersion: {VERSION}\n"
    "Provides-Extra: fast\n",
    f"{NAME}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    f"{NAME}.dist-info/entry_points.txt": "[console_scripts]\nepreuve = installed:main\n",
    f"{NAME}.dist-info/RECORD": "",
}


def install_of(name: str) -> tuple[str, str]:
    """The step, and what it installs unless it is told otherwise."""
    [job] = (each for each in _jobs(name) if "steps" in each or "before_script" in each)
    if "before_script" in job:
        return "\n".join(job["before_script"]), job["variables"]["EPREUVE"]
    [step] = [each for each in job["steps"] if each.get("name") == "Install"]
    return step["run"], job["env"]["EPREUVE"]


def _jobs(name: str) -> list[dict]:  # type: ignore[type-arg]
    found = yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    return list(found.get("jobs", found).values())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A checkout that carries a wheel and a pyz of the right names, each saying what it is."""
    (tmp_path / "ci").mkdir()
    with zipfile.ZipFile(tmp_path / "ci" / f"{NAME}-py3-none-any.whl", "w") as archive:
        for name, text in WHEEL.items():
            archive.writestr(name, text)
    (tmp_path / "ci" / "epreuve.pyz").write_text("#!/bin/sh\necho from the pyz\n")
    return tmp_path


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Python of its own, as a pipeline's container has one."""
    folder = tmp_path_factory.mktemp("container")
    venv.create(folder, with_pip=True)
    return folder / "bin"


def sh(repository: Path, script: str, **variables: str) -> str:
    environment = {**os.environ, "PIP_NO_INDEX": "1", **variables}
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(
        words, cwd=repository, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["github-actions.yml", "forgejo.yml", "gitlab-ci.yml"])
def test_a_template(name: str, repository: Path, python: Path) -> None:
    step, wheel = install_of(name)
    for what, said in ((wheel, "from the wheel\n"), ("ci/epreuve.pyz", "from the pyz\n")):
        path = f"{python}:{os.environ['PATH']}"
        assert sh(repository, f"{step}\nepreuve", PATH=path, EPREUVE=what).endswith(said)
        (python / "epreuve").unlink()
        sh(repository, "python -m pip uninstall -qy epreuve", PATH=path)


def test_the_action_installs_apart(repository: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    [step] = [each["run"] for each in action["runs"]["steps"] if each["name"] == "Install"]
    variables = {"INSTALL": f"ci/{NAME}-py3-none-any.whl", "RUNNER_TEMP": str(repository)}
    told = sh(repository, f"{step}\nepreuve/bin/epreuve", **variables)
    assert told.endswith("from the wheel\n")


def test_the_wheel_that_templates_name_is_of_this_version() -> None:
    for path in CI.iterdir():
        for version in re.findall(r"epreuve-(\d[\w.]*)-py3", path.read_text(encoding="utf-8")):
            assert version == VERSION, path
