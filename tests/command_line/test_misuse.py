"""Misuse of the installed `epreuve`: exit code 2, one message, no file written."""

import json
import os
import re
import socket
import subprocess

import pytest

from tests.command_line.conftest import EPREUVE, Workspace, stderr_of


def test_an_unknown_verb_comes_with_a_similar_one() -> None:
    done = subprocess.run([EPREUVE, "chek"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "Did you mean 'check'?" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("critical: true", "critcal: true", "profile.yaml:9: journeys.demander.critcal: unknown"),
        ("4 journeys/s", "often", "profile.yaml:5: service.normal_peak: 'often': is not a rate"),
        ("steps:", "steps: [", "profile.yaml:11: has an empty entry, or `{` or `[`"),
        ("set: DB", "set: SQL", "profile.yaml:19: dependencies.base.set: 'SQL': "),
    ],
)
@pytest.mark.parametrize("verb", ["check", "audit"])
def test_a_wrong_profile_is_reported_in_one_line(
    workspace: Workspace, verb: str, old: str, new: str, message: str
) -> None:
    workspace.edit(old, new)
    (line,) = stderr_of(workspace.start(verb, "profile.yaml"), 2).splitlines()
    assert line.startswith(f"epreuve: {message}")
    assert not (workspace.path / "runs").exists()


def test_a_missing_file(workspace: Workspace) -> None:
    (line,) = stderr_of(workspace.start("audit", "profil.yaml"), 2).splitlines()
    assert line == "epreuve: profil.yaml: no such file. Did you mean profile.yaml?"
    (line,) = stderr_of(
        workspace.start("plan", "profile.yaml", "--crisis", "deluge"), 2
    ).splitlines()
    assert "crisis deluge: no such crisis" in line
    (line,) = stderr_of(workspace.start("crises", "show", "deluge", "--lang", "fr"), 2).splitlines()
    assert line.startswith("epreuve: crise deluge : inconnue ; les crises connues sont : ")


@pytest.mark.parametrize("verb", ["assess", "report"])
def test_a_folder_that_is_no_run(workspace: Workspace, verb: str) -> None:
    assert len(stderr_of(workspace.start(verb, "."), 2).splitlines()) == 1
    assert len(stderr_of(workspace.start(verb, "nowhere"), 2).splitlines()) == 1


def test_check_and_plan_write_no_file(workspace: Workspace) -> None:
    before = sorted(workspace.path.iterdir())
    assert stderr_of(workspace.start("check", "profile.yaml"), 0) == ""
    plan = workspace.start("plan", "profile.yaml", "--crisis", "crisis.yaml", "--json")
    out, _ = plan.communicate()
    assert json.loads(out)["crisis"]["id"] == "petite"
    assert sorted(workspace.path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("port", "service.address"),
        ("upstream", "dependencies.base.upstream"),
        ("listen", "dependencies.base.listen"),
    ],
)
def test_a_port_in_use(workspace: Workspace, name: str, field: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", getattr(workspace, name)))
        other.listen()
        err = stderr_of(workspace.audit(), 2)
    user = "another program" if name == "listen" else rf"process {os.getpid()} \S+"
    taken = rf"127\.0\.0\.1:{getattr(workspace, name)} is in use by {user}"
    line = err.splitlines()[-1]
    assert re.match(rf"epreuve: {field}: {taken}; stop it, or write another", line), line
    assert workspace.processes() == []
