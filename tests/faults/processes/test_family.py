"""Families of processes: also daemons, orphans and sessions of their own belong to them."""

import os
import signal
import sys
import time

import pytest

from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes import members
from epreuve.faults.processes.family import Family
from epreuve.faults.processes.table import read_entry

pytestmark = pytest.mark.process

WITHOUT_CGROUP = (
    "-c",
    "import epreuve.faults.processes.keeper as k; k.Cgroup.make = lambda name: None;"
    "raise SystemExit(k.main())",
)

# A worker in a session of its own; the front, which is its parent, ends before the cut.
ORPHAN = """
import os, subprocess, sys, time
if len(sys.argv) > 1:
    print(os.getpid(), flush=True)
    time.sleep(60)
else:
    subprocess.Popen([sys.executable, __file__, "worker"], start_new_session=True)
"""

# Forks twice and makes a session of its own, as daemons do; ends at SIGTERM.
DAEMON = """
import os, signal, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, lambda *_: (print("bye", flush=True), os._exit(0)))
        print(os.getpid(), flush=True)
        time.sleep(60)
    os._exit(0)
os.wait()
"""

# Replaces itself by a child of another session all the time: a list of its processes is never true.
# It ends by itself: nothing can end it when the test and the keeper are killed together.
MOVING = """
import os, time
end = time.monotonic() + 60
print(os.getpid(), flush=True)
while time.monotonic() < end:
    if os.fork() != 0:
        os._exit(0)
    os.setsid()
    time.sleep(0.002)
"""


@pytest.fixture(params=["cgroup", "no cgroup"])
def anywhere(request, monkeypatch):
    """Run a test with a cgroup, where this machine has one, and without."""
    if request.param == "no cgroup":
        monkeypatch.setattr("epreuve.faults.processes.family.KEEPER", WITHOUT_CGROUP)


@pytest.fixture
def start(tmp_path):
    families = []

    def begin(code):
        script = tmp_path / "service.py"
        script.write_text(code)
        family = Family(tmp_path / "log")
        families.append(family)
        family.start([sys.executable, str(script)], os.environ, None)
        return family

    yield begin
    for family in families:
        family.kill(5)


def line(path, number=0):
    """Return a line of the log once it is there."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        lines = path.read_text().splitlines()
        if len(lines) > number:
            return lines[number]
        time.sleep(0.02)
    raise AssertionError(f"{path} has no line {number}")


def runs(pid):
    entry = read_entry(pid)
    return entry is not None and entry.alive


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("code", [ORPHAN, DAEMON])
@pytest.mark.usefixtures("anywhere")
def test_a_process_that_left_the_session_is_killed(start, tmp_path, code):
    family = start(code)
    worker = int(line(tmp_path / "log"))
    until(lambda: [entry.pid for entry in family.members()] == [worker])  # The front has ended.
    assert os.getsid(worker) != family.pid
    assert family.running()
    assert family.kill(5) == []
    assert not runs(worker)
    assert not family.running()
    assert family.cgroup is None or not family.cgroup.path.exists()


@pytest.mark.usefixtures("anywhere")
def test_a_family_that_forks_all_the_time_is_killed(start, tmp_path):
    family = start(MOVING)
    line(tmp_path / "log")
    assert family.kill(20) == []
    assert not family.running()
    assert family._keeper.returncode == 0  # Only its end proves that nothing is left.


@pytest.mark.usefixtures("anywhere")
def test_sigterm_reaches_a_daemon(start, tmp_path):
    family = start(DAEMON)
    line(tmp_path / "log")
    assert family.terminate(10)
    assert line(tmp_path / "log", 1) == "bye"


@pytest.mark.usefixtures("anywhere")
def test_the_keeper_kills_its_family_at_sigterm(start, tmp_path):
    family = start(DAEMON)
    worker = int(line(tmp_path / "log"))
    os.kill(family.pid, signal.SIGTERM)
    until(lambda: not family.running())
    assert not runs(worker)


@pytest.mark.needs_cgroup
def test_the_cgroup_has_the_members_of_a_keeper_that_was_killed(start, tmp_path):
    family = start(DAEMON)
    worker = int(line(tmp_path / "log"))
    os.kill(family.pid, signal.SIGKILL)
    until(lambda: not runs(family.pid))
    assert runs(worker)
    until(lambda: [entry.pid for entry in family.members()] == [worker])
    assert family.kill(5) == []
    assert not runs(worker)


def test_a_family_that_ends_by_itself_is_not_running(start):
    family = start("pass")
    until(lambda: not family.running())
    assert family.members() == []


def test_a_cut_names_the_processes_that_it_could_not_kill(tmp_path, monkeypatch):
    code = WITHOUT_CGROUP[1].replace(";", "; k.kill_all = lambda *_: [];", 1)
    monkeypatch.setattr("epreuve.faults.processes.family.KEEPER", ("-c", code))
    monkeypatch.setattr("epreuve.faults.power.process.HARD", 0.1)
    script = tmp_path / "service.py"
    script.write_text(DAEMON)
    service = ProcessPower([sys.executable, str(script)], None, None, tmp_path / "log")
    service.start()
    worker = int(line(tmp_path / "log"))
    with monkeypatch.context() as patch:
        patch.setattr(members.os, "kill", refuse)  # As for a process of another user.
        report = service.cut()
        assert report.survivors == (f"{worker} {read_entry(worker).name}",)
        assert service.running()
    assert service.cut().survivors == ()
    assert not runs(worker)
    service.stop()


def refuse(pid, number):
    raise PermissionError(pid, number)
