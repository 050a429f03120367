"""Installation steps of the pipeline templates: a wheel in the repository, or a pyz."""

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
    """Return the installation step of a template and the file that it installs by default."""
    [job] = (job for job in _jobs(name) if "steps" in job or "before_script" in job)
    if "before_script" in job:
        return "\n".join(job["before_script"]), job["variables"]["EPREUVE"]
    [step] = [step for step in job["steps"] if step.get("name") == "Install"]
    return step["run"], job["env"]["EPREUVE"]


def _jobs(name: str) -> list[dict]:  # type: ignore[type-arg]
    document = yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    return list(document.get("jobs", document).values())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A checkout with a wheel and a pyz, each of which prints its kind."""
    (tmp_path / "ci").mkdir()
    with zipfile.ZipFile(tmp_path / "ci" / f"{NAME}-py3-none-any.whl", "w") as archive:
        for name, text in WHEEL.items():
            archive.writestr(name, text)
    (tmp_path / "ci" / "epreuve.pyz").write_text("#!/bin/sh\necho from the pyz\n")
    return tmp_path


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a Python environment, like that of a pipeline's container."""
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
def test_a_template_installs_a_wheel_or_a_pyz(name: str, repository: Path, python: Path) -> None:
    step, wheel = install_of(name)
    for file, output in ((wheel, "from the wheel\n"), ("ci/epreuve.pyz", "from the pyz\n")):
        path = f"{python}:{os.environ['PATH']}"
        assert sh(repository, f"{step}\nepreuve", PATH=path, EPREUVE=file).endswith(output)
        (python / "epreuve").unlink()
        sh(repository, "python -m pip uninstall -qy epreuve", PATH=path)


def test_the_action_installs_in_an_environment_of_its_own(repository: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    [script] = [step["run"] for step in action["runs"]["steps"] if step["name"] == "Install"]
    variables = {"INSTALL": f"ci/{NAME}-py3-none-any.whl", "RUNNER_TEMP": str(repository)}
    output = sh(repository, f"{script}\nepreuve/bin/epreuve", **variables)
    assert output.endswith("from the wheel\n")


def test_templates_name_the_wheel_of_this_version() -> None:
    for path in CI.iterdir():
        for version in re.findall(r"epreuve-(\d[\w.]*)-py3", path.read_text(encoding="utf-8")):
            assert version == VERSION, path
