"""Misuse of the installed `epreuve`: 2, one message, nothing touched."""

import json
import socket
import subprocess

import pytest

from tests.command_line.conftest import EPREUVE, Desk, said


def test_a_verb_that_is_not_one_comes_with_a_near_one() -> None:
    done = subprocess.run([EPREUVE, "chek"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "Did you mean 'check'?" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("critical: true", "critcal: true", "profile.yaml:5: journeys.demander.critcal: unknown"),
        ("4 journeys/s", "often", "profile.yaml:2: service.normal_peak: 'often': is not a rate"),
        ("steps:", "steps: [", "profile.yaml:7: is not valid YAML: "),
        ("set: DB", "set: SQL", "profile.yaml:15: dependencies.base.set: 'SQL': "),
    ],
)
@pytest.mark.parametrize("verb", ["check", "audit"])
def test_a_wrong_profile_is_told_in_one_line(
    desk: Desk, verb: str, old: str, new: str, message: str
) -> None:
    desk.edit(old, new)
    (line,) = said(desk.start(verb, "profile.yaml"), 2).splitlines()
    assert line.startswith(f"epreuve: {message}")
    assert not (desk.path / "runs").exists()


def test_a_file_that_is_not_there(desk: Desk) -> None:
    (line,) = said(desk.start("audit", "profil.yaml"), 2).splitlines()
    assert line == "epreuve: profil.yaml: no such file. Did you mean profile.yaml?"
    (line,) = said(desk.start("plan", "profile.yaml", "--crisis", "deluge"), 2).splitlines()
    assert "--crisis deluge: no such crisis" in line


@pytest.mark.parametrize("verb", ["assess", "report"])
def test_what_is_no_run_is_told(desk: Desk, verb: str) -> None:
    assert len(said(desk.start(verb, "."), 2).splitlines()) == 1
    assert len(said(desk.start(verb, "nowhere"), 2).splitlines()) == 1


def test_a_right_profile_and_its_plan_touch_nothing(desk: Desk) -> None:
    before = sorted(desk.path.iterdir())
    assert said(desk.start("check", "profile.yaml"), 0) == ""
    plan = desk.start("plan", "profile.yaml", "--crisis", "crisis.yaml", "--json")
    out, _ = plan.communicate()
    assert json.loads(out)["crisis"]["id"] == "petite"
    assert sorted(desk.path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("port", "service.address"),
        ("upstream", "dependencies.base.upstream"),
        ("listen", "dependencies.base.listen"),
    ],
)
def test_a_port_that_is_taken(desk: Desk, name: str, field: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", getattr(desk, name)))
        other.listen()
        err = said(desk.audit(), 2)
    taken = f"127.0.0.1:{getattr(desk, name)} is taken by another program"
    assert err.splitlines()[-1].startswith(f"epreuve: {field}: {taken}; stop it, or write another")
    assert desk.left() == []
