"""Pipeline templates: valid YAML, and shell steps that do their work with a stub."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from epreuve.audits.cli.shared.group import epreuve
from epreuve.reports.report import reports

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
CI = ROOT / "docs" / "ci"
# `audit` writes a run and exits with $AUDIT; `gate` exits with $GATE; both record their arguments.
STUB = """\
#!/bin/sh
echo "$*" >> commands
if [ "$1" = audit ]; then
  while [ "$1" != --folder ]; do shift; done
  if [ "$AUDIT" -le 1 ]; then
    mkdir -p "$2"; echo '# Report' > "$2/summary.en.md"; echo '{}' > "$2/assessment.json"
  fi
  exit "$AUDIT"
fi
exit "$GATE"
"""


def steps(name: str) -> list[dict[str, Any]]:
    document: dict[str, Any] = yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    [job] = document["jobs"].values()
    return list(job["steps"])


def shell(job: list[dict[str, Any]], *names: str) -> str:
    return "\n".join(step["run"] for step in job if step.get("name") in names)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place in ("bin", "epreuve/bin"):  # on PATH, and in the environment of the action
        stub = tmp_path / place / "epreuve"
        stub.parent.mkdir(parents=True)
        stub.write_text(STUB)
        stub.chmod(0o755)
    return tmp_path


def run(folder: Path, script: str, audit: int, gate: int, **variables: str) -> int:
    """Return the exit code of a step, run with the shell and the options of GitHub."""
    environment = {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "AUDIT": str(audit), "GATE": str(gate),
        "PROFILE": "p.yaml", "BASELINE": ".epreuve/baseline.json", "RUNNER_TEMP": str(folder),
        "GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        **variables,
    }  # fmt: skip
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(words, cwd=folder, env=environment, timeout=20).returncode


def keep_a_baseline(folder: Path) -> None:
    (folder / ".epreuve").mkdir()
    (folder / ".epreuve" / "baseline.json").write_text("{}")


def verbs_of(folder: Path) -> list[str]:
    return [line.split()[0] for line in (folder / "commands").read_text().splitlines()]


def baseline(folder: Path) -> bool:
    return (folder / ".epreuve" / "baseline.json").is_file()


# Exit codes of audit and gate, whether there is a baseline; the expected exit code and verbs.
CASES = [
    (0, 9, False, 0, ["audit"]),
    (1, 9, False, 1, ["audit"]),
    (0, 4, True, 4, ["audit", "gate"]),
    (0, 0, True, 0, ["audit", "gate"]),
    (1, 1, True, 1, ["audit", "gate"]),
    (3, 0, True, 3, ["audit"]),
    (6, 0, True, 6, ["audit"]),
]
matrix = pytest.mark.parametrize(("audit", "gate", "before", "code", "verbs"), CASES)


@matrix
def test_the_composite_action(
    folder: Path, audit: int, gate: int, before: bool, code: int, verbs: list[str]
) -> None:
    if before:
        keep_a_baseline(folder)
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    job = action["runs"]["steps"]
    inputs = {name.upper(): str(row["default"]) for name, row in action["inputs"].items()}
    others = [path for path in os.get_exec_path() if not Path(path, "epreuve").exists()]
    without_ours = os.pathsep.join([str(folder / "service"), *others])
    assert run(folder, shell(job, "Audit"), audit, gate, **inputs, PATH=without_ours) == 0
    check_outputs(folder, audit, code)
    assert run(folder, shell(job, "Gate"), audit, gate, CODE=str(code)) == code
    assert verbs_of(folder) == verbs


def check_outputs(folder: Path, audit: int, code: int) -> None:
    assert (folder / "output").read_text() == f"code={code}\n"
    assert (folder / "summary").is_file() == (audit <= 1)


def test_the_action_pastes_no_input_into_a_script() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        assert "shell" in step or "uses" in step
        # An input goes through the environment, so that it cannot inject commands.
        assert "${{" not in step.get("run", "")


def test_the_example_of_the_action_has_existing_inputs() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    page = (CI / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```yaml\n(.*?uses: OWNER.*?)^```", page, re.MULTILINE | re.DOTALL)
    [step] = yaml.safe_load(example)
    assert set(step["with"]) <= set(action["inputs"])


@matrix
def test_github(
    folder: Path, audit: int, gate: int, before: bool, code: int, verbs: list[str]
) -> None:
    if before:
        keep_a_baseline(folder)
    job = steps("github-actions.yml")
    assert run(folder, shell(job, "Audit"), audit, gate) == 0
    check_outputs(folder, audit, code)
    assert run(folder, shell(job, "Gate"), audit, gate, CODE=str(code)) == code
    assert verbs_of(folder) == verbs
    if code == 0:
        assert run(folder, shell(job, "Keep the baseline"), audit, gate) == 0
        assert baseline(folder)


@pytest.mark.parametrize("name", ["github-actions.yml", "forgejo.yml"])
def test_only_the_default_branch_saves_the_baseline(name: str) -> None:
    saving = [step for step in steps(name) if step.get("name", "").endswith("the baseline")]
    assert len(saving) == 2
    for step in saving:
        assert step["if"] == "github.ref_name == github.event.repository.default_branch"


def test_a_merge_request_of_gitlab_reads_the_baseline_and_cannot_write_it() -> None:
    job = yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))["epreuve"]
    assert job["cache"]["unprotect"] is True  # else a branch that is not protected has its own
    assert job["cache"]["policy"] == "$BASELINE_CACHE"
    assert job["variables"]["BASELINE_CACHE"] == "pull"
    [main, _] = job["rules"]
    assert main["if"] == "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
    assert main["variables"] == {"BASELINE_CACHE": "pull-push"}


@matrix
def test_forgejo(
    folder: Path, audit: int, gate: int, before: bool, code: int, verbs: list[str]
) -> None:
    if before:
        keep_a_baseline(folder)
    job = steps("forgejo.yml")
    assert run(folder, shell(job, "Audit"), audit, gate) == 0
    assert run(folder, shell(job, "Gate"), audit, gate) == code
    assert verbs_of(folder) == verbs
    if code == 0:
        assert run(folder, shell(job, "Keep the baseline"), audit, gate) == 0
        assert baseline(folder)


@matrix
@pytest.mark.parametrize("branch", ["main", "topic"])
def test_gitlab(
    folder: Path, branch: str, audit: int, gate: int, before: bool, code: int, verbs: list[str]
) -> None:
    if before:
        keep_a_baseline(folder)
    job = yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))["epreuve"]
    script = "\n".join(job["script"])
    branches = {"CI_COMMIT_BRANCH": branch, "CI_DEFAULT_BRANCH": "main"}
    assert run(folder, script, audit, gate, **branches) == code
    assert verbs_of(folder) == verbs
    assert baseline(folder) == (before or (code == 0 and branch == "main"))
    assert job["artifacts"]["reports"]["junit"] == "runs/ci/junit.xml"
    assert job["artifacts"]["when"] == "always"


@matrix
def test_makefile(
    folder: Path, audit: int, gate: int, before: bool, code: int, verbs: list[str]
) -> None:
    if before:
        keep_a_baseline(folder)
    shutil.copy(CI / "Makefile", folder)
    script = "unset MAKEFLAGS MAKELEVEL; make epreuve > printed; test $? -eq 0"
    assert run(folder, script, audit, gate) == (0 if code == 0 else 2)
    assert f"epreuve: exit code {code}, " in (folder / "printed").read_text()
    assert verbs_of(folder) == verbs
    if code == 0:
        assert run(folder, "make epreuve-baseline > printed", 0, 0) == 0
        assert baseline(folder)


def test_templates_name_existing_files_of_a_run() -> None:
    files = {report.file.format(language="en") for report in reports()}
    assert {"summary.en.md", "junit.xml", "report.en.html", "assessment.json"} <= files
    for path in (*CI.iterdir(), ROOT / "action.yml"):
        named = re.findall(r"[\w.]+\.(?:md|xml|html)\b", path.read_text(encoding="utf-8"))
        assert set(named) - {"README.md", "codes.md"} <= files, path


def test_templates_have_existing_options() -> None:
    text = "".join(
        path.read_text(encoding="utf-8").replace("\\\n", " ").replace("$(EPREUVE)", "epreuve")
        for path in (*CI.iterdir(), ROOT / "action.yml")
    )
    calls = re.findall(r"\bepreuve (audit|gate|export|toxiproxy) ([^\n|;`]*)", text)
    assert {"audit", "gate", "export"} <= {name for name, _ in calls}
    for name, words in calls:
        verb = epreuve.get_command(click.Context(epreuve), name)
        assert verb is not None
        known = {option for parameter in verb.params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", words)) <= known, (name, words)


def test_every_template_uploads_the_run() -> None:
    for name in ("github-actions.yml", "forgejo.yml", "gitlab-ci.yml"):
        assert yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    for name in ("github-actions.yml", "forgejo.yml"):
        uploads = [step for step in steps(name) if "upload-artifact" in step.get("uses", "")]
        assert [step["with"]["path"] for step in uploads] == ["runs/ci"]
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert any("upload-artifact" in step.get("uses", "") for step in action["runs"]["steps"])
