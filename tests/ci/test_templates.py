"""Pipelines: the templates are YAML, and their shell steps do what they say, with a stub."""

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
# `audit` leaves a run and ends with $AUDIT; `gate` ends with $GATE; both say what they were asked.
STUB = """\
#!/bin/sh
echo "$*" >> asked
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
    found: dict[str, Any] = yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    [job] = found["jobs"].values()
    return list(job["steps"])


def shell(found: list[dict[str, Any]], *names: str) -> str:
    return "\n".join(each["run"] for each in found if each.get("name") in names)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place in ("bin", "epreuve/bin"):  # on PATH, and where the action puts its own
        stub = tmp_path / place / "epreuve"
        stub.parent.mkdir(parents=True)
        stub.write_text(STUB)
        stub.chmod(0o755)
    return tmp_path


def run(folder: Path, script: str, audit: int, gate: int, **variables: str) -> int:
    """The exit code of a step, in the shell and with the options that GitHub gives it."""
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


def asked(folder: Path) -> list[str]:
    return [line.split()[0] for line in (folder / "asked").read_text().splitlines()]


def baseline(folder: Path) -> bool:
    return (folder / ".epreuve" / "baseline.json").is_file()


# The code of the audit, of the gate, whether there is a baseline, and what must come of it.
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
    found = action["runs"]["steps"]
    given = {name.upper(): str(each["default"]) for name, each in action["inputs"].items()}
    others = [each for each in os.get_exec_path() if not Path(each, "epreuve").exists()]
    without_ours = os.pathsep.join([str(folder / "service"), *others])
    assert run(folder, shell(found, "Audit"), audit, gate, **given, PATH=without_ours) == 0
    check_outputs(folder, audit, code)
    assert run(folder, shell(found, "Gate"), audit, gate, CODE=str(code)) == code
    assert asked(folder) == verbs


def check_outputs(folder: Path, audit: int, code: int) -> None:
    assert (folder / "output").read_text() == f"code={code}\n"
    assert (folder / "summary").is_file() == (audit <= 1)


def test_the_action_takes_nothing_from_a_script() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for each in action["runs"]["steps"]:
        assert "shell" in each or "uses" in each
        # An input is never pasted into a script: it goes through the environment.
        assert "${{" not in each.get("run", "")


def test_the_use_of_the_action_that_is_shown_names_its_inputs() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    note = (CI / "README.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```yaml\n(.*?uses: OWNER.*?)^```", note, re.MULTILINE | re.DOTALL)
    [used] = yaml.safe_load(shown)
    assert set(used["with"]) <= set(action["inputs"])


@matrix
def test_github(
    folder: Path, audit: int, gate: int, before: bool, code: int, verbs: list[str]
) -> None:
    if before:
        keep_a_baseline(folder)
    found = steps("github-actions.yml")
    assert run(folder, shell(found, "Audit"), audit, gate) == 0
    check_outputs(folder, audit, code)
    assert run(folder, shell(found, "Gate"), audit, gate, CODE=str(code)) == code
    assert asked(folder) == verbs
    if code == 0:
        assert run(folder, shell(found, "Keep the baseline"), audit, gate) == 0
        assert baseline(folder)


@pytest.mark.parametrize("name", ["github-actions.yml", "forgejo.yml"])
def test_the_default_branch_alone_keeps_the_baseline(name: str) -> None:
    kept = [each for each in steps(name) if each.get("name", "").endswith("the baseline")]
    assert len(kept) == 2
    for each in kept:
        assert each["if"] == "github.ref_name == github.event.repository.default_branch"


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
    found = steps("forgejo.yml")
    assert run(folder, shell(found, "Audit"), audit, gate) == 0
    assert run(folder, shell(found, "Gate"), audit, gate) == code
    assert asked(folder) == verbs
    if code == 0:
        assert run(folder, shell(found, "Keep the baseline"), audit, gate) == 0
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
    assert asked(folder) == verbs
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
    assert asked(folder) == verbs
    if code == 0:
        assert run(folder, "make epreuve-baseline > printed", 0, 0) == 0
        assert baseline(folder)


def test_the_files_that_templates_show_are_those_of_a_run() -> None:
    files = {each.file.format(language="en") for each in reports()}
    assert {"summary.en.md", "junit.xml", "report.en.html", "assessment.json"} <= files
    for path in (*CI.iterdir(), ROOT / "action.yml"):
        named = re.findall(r"[\w.]+\.(?:md|xml|html)\b", path.read_text(encoding="utf-8"))
        assert set(named) - {"README.md", "codes.md"} <= files, path


def test_the_options_that_templates_give_exist() -> None:
    text = "".join(
        path.read_text(encoding="utf-8").replace("\\\n", " ").replace("$(EPREUVE)", "epreuve")
        for path in (*CI.iterdir(), ROOT / "action.yml")
    )
    given = re.findall(r"\bepreuve (audit|gate|export|toxiproxy) ([^\n|;`]*)", text)
    assert {"audit", "gate", "export"} <= {name for name, _ in given}
    for name, words in given:
        verb = epreuve.get_command(click.Context(epreuve), name)
        assert verb is not None
        known = {option for each in verb.params for option in each.opts}
        assert set(re.findall(r"--[\w-]+", words)) <= known, (name, words)


def test_every_template_uploads_the_run() -> None:
    for name in ("github-actions.yml", "forgejo.yml", "gitlab-ci.yml"):
        assert yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    for name in ("github-actions.yml", "forgejo.yml"):
        uploads = [each for each in steps(name) if "upload-artifact" in each.get("uses", "")]
        assert [each["with"]["path"] for each in uploads] == ["runs/ci"]
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert any("upload-artifact" in each.get("uses", "") for each in action["runs"]["steps"])
