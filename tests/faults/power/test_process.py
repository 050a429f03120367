"""Power cuts of a service and its children."""

import os
import sys
import time

import pytest

from epreuve.faults.errors import FaultError
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes.groups import alive

pytestmark = pytest.mark.process

STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal, time;"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
print(os.environ["MARK"], os.getpid(), child.pid, flush=True)
time.sleep(60)
"""


def logged_words(path, count=1):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) >= count:
            return lines[-1].split()
        time.sleep(0.02)
    raise AssertionError("the service wrote nothing")


def gone(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.fixture
def service(tmp_path):
    made = ProcessPower(
        [sys.executable, "-c", STUBBORN], {"MARK": "here"}, tmp_path, tmp_path / "log"
    )
    yield made
    made.stop()


def test_a_cut_takes_the_children_and_the_power_comes_back(service):
    service.start()
    mark, parent, child = logged_words(service.log_path)
    assert mark == "here"
    assert service.running()
    with pytest.raises(FaultError, match="is running"):
        service.start()
    service.cut()
    assert gone(parent)
    assert gone(child)
    assert not service.running()
    assert service.is_cut
    service.cut()
    service.start()
    assert not service.is_cut
    assert logged_words(service.log_path, 2)[1] != parent


def test_stop_sends_sigterm_first(tmp_path):
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('bye', flush=True), sys.exit()))\n"
        "print('up', flush=True)\ntime.sleep(60)"
    )
    service = ProcessPower([sys.executable, "-c", code], None, None, tmp_path / "log")
    service.start()
    logged_words(service.log_path)
    service.stop()
    assert logged_words(service.log_path, 2) == ["bye"]
    assert not service.running()
    service.stop()


def test_stop_kills_at_the_end(service, monkeypatch):
    monkeypatch.setattr("epreuve.faults.power.process.GENTLE", 0.2)
    service.start()
    _, parent, child = logged_words(service.log_path)
    service.stop()
    assert gone(parent)
    assert gone(child)


def test_a_service_that_ends_by_itself_can_be_started_again(tmp_path):
    service = ProcessPower([sys.executable, "-c", "pass"], None, None, tmp_path / "log")
    for _ in range(2):
        service.start()
        deadline = time.monotonic() + 5
        while service.running() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not service.running()
    service.stop()


def test_a_command_that_cannot_be_started_is_an_error(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        ProcessPower(["/nowhere"], None, None, tmp_path / "log").start()


def test_our_own_group_is_never_signalled(service):
    service.start()
    assert service.family.pid != os.getpgrp()
    assert alive(os.getpgrp())


def test_a_child_that_left_the_group_is_killed_too(tmp_path):
    code = (
        "import subprocess, sys, time\n"
        "command = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "print(subprocess.Popen(command, start_new_session=True).pid, flush=True)\n"
        "time.sleep(60)"
    )
    service = ProcessPower([sys.executable, "-c", code], None, None, tmp_path / "log")
    service.start()
    (child,) = logged_words(service.log_path)
    service.cut()
    deadline = time.monotonic() + 5
    while not gone(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gone(child)
    service.stop()
