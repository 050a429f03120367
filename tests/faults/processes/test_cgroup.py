"""Control groups of process families."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from epreuve.faults.processes.cgroup import Cgroup

pytestmark = [pytest.mark.process, pytest.mark.needs_cgroup]


@pytest.fixture
def cgroup():
    made = Cgroup.make(f"epreuve-test-{os.getpid()}")
    yield made
    made.kill()
    made.remove()


def sleeper(cgroup):
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], preexec_fn=cgroup.enter
    )


def test_members_of_the_group_and_of_groups_below_it_are_killed(cgroup):
    below = Cgroup(cgroup.path / "below")
    below.path.mkdir()
    processes = [sleeper(cgroup), sleeper(below)]
    assert cgroup.members() == {process.pid for process in processes}
    cgroup.kill()
    assert [process.wait(5) for process in processes] == [-9, -9]
    cgroup.remove()
    assert not cgroup.path.exists()


def test_a_group_with_a_name_in_use_is_not_made(cgroup):
    assert Cgroup.make(cgroup.path.name) is None


def test_a_group_that_is_gone_has_no_members(cgroup):
    cgroup.remove()
    assert cgroup.members() == set()
    cgroup.kill()
    cgroup.remove()


def test_without_cgroups_no_group_is_made(monkeypatch):
    monkeypatch.setattr("epreuve.faults.processes.cgroup._lines", lambda path: [])
    assert Cgroup.make("epreuve-test") is None


def test_a_group_that_goes_while_it_is_listed_has_no_members(cgroup, monkeypatch):
    def gone(path, pattern):
        raise FileNotFoundError(2, "No such file or directory", str(path))

    monkeypatch.setattr(Path, "rglob", gone)
    assert cgroup.members() == set()
    cgroup.remove()
    assert not cgroup.path.exists()
