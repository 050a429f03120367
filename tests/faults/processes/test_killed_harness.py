"""Nothing of a service runs after the process that started it was killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from epreuve.faults.processes.table import read_entry

pytestmark = pytest.mark.process

DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print("daemon", os.getpid(), flush=True)
        time.sleep(60)
    os._exit(0)
time.sleep(60)
"""

# argv: the folder, and "no cgroup" to start the keeper without one.
HARNESS = """
import sys, time
from pathlib import Path
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes import family
from epreuve.faults.processes.guard import Guard
folder = Path(sys.argv[1])
if sys.argv[2] == "no cgroup":
    family.KEEPER = ("-c", "import epreuve.faults.processes.keeper as k;"
        "k.Cgroup.make = lambda name: None; raise SystemExit(k.main())")
guard = Guard(folder / "watchdog.log")
command = [sys.executable, str(folder / "daemon.py")]
service = ProcessPower(command, None, None, folder / "log", guard)
service.start()
print(guard._process.pid, service.family.pid, flush=True)
time.sleep(60)
"""


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def runs(pid):
    entry = read_entry(pid)
    return entry is not None and entry.alive


@pytest.fixture(params=["cgroup", "no cgroup"])
def harness(request, tmp_path):
    """Start a harness with a daemon; return it, with its watchdog, the keeper and the daemon."""
    (tmp_path / "daemon.py").write_text(DAEMON)
    process = subprocess.Popen(
        [sys.executable, "-c", HARNESS, str(tmp_path), request.param],
        stdout=subprocess.PIPE,
        text=True,
    )
    watchdog, keeper = map(int, process.stdout.readline().split())
    log = tmp_path / "log"
    until(lambda: log.read_text().endswith("\n"))
    daemon = int(log.read_text().split()[1])
    yield process, watchdog, keeper, daemon
    for pid in (keeper, watchdog, daemon, process.pid):
        if runs(pid):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_daemon_ends_with_the_harness(harness):
    process, watchdog, keeper, daemon = harness
    assert runs(daemon)
    process.kill()
    until(lambda: not any(map(runs, (daemon, keeper, watchdog))))


def test_the_keeper_kills_without_the_watchdog(harness):
    process, watchdog, keeper, daemon = harness
    os.kill(watchdog, signal.SIGKILL)
    process.kill()
    until(lambda: not any(map(runs, (daemon, keeper))))


def test_the_watchdog_kills_without_the_keeper(harness):
    process, watchdog, keeper, daemon = harness
    os.kill(keeper, signal.SIGSTOP)
    process.kill()
    until(lambda: not any(map(runs, (daemon, keeper, watchdog))))
