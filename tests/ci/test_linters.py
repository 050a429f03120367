"""Check of the pipelines in docs/ci by actionlint and yamllint."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.harness.programs import search_path

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
CI = ROOT / "docs" / "ci"
STYLE = "{extends: default, rules: {document-start: disable, truthy: {check-keys: false},\
 line-length: {max: 100}}}"
# A runner's label and the address of an action, as Forgejo has them and GitHub has not.
FORGEJO = ('label "docker" is unknown', 'specifying action "https://code.forgejo.org/')


def said(*words: str) -> str:
    environment = {**os.environ, "PATH": search_path()}  # actionlint runs shellcheck
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, env=environment)
    return done.stdout + done.stderr


@pytest.mark.needs_actionlint
def test_actionlint(actionlint: str) -> None:
    ignored = [word for pattern in FORGEJO for word in ("-ignore", pattern)]
    assert said(actionlint, str(CI / "github-actions.yml")) == ""
    assert said(actionlint, *ignored, str(CI / "forgejo.yml")) == ""


@pytest.mark.needs_actionlint
def test_actionlint_sees_a_fault(actionlint: str, tmp_path: Path) -> None:
    text = (CI / "github-actions.yml").read_text(encoding="utf-8")
    path = tmp_path / "workflow.yml"
    path.write_text(text.replace("steps.audit.outputs", "steps.audits.outputs"))
    assert 'property "audits" is not defined' in said(actionlint, str(path))


@pytest.mark.needs_yamllint
def test_yamllint(yamllint: str) -> None:
    files = [*CI.glob("*.yml"), ROOT / "action.yml"]
    assert len(files) == 4
    assert said(yamllint, "--strict", "-d", STYLE, *map(str, files)) == ""
