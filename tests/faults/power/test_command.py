"""Power cuts by commands of the profile."""

import socket
import sys
from pathlib import Path

import pytest

from epreuve.faults.errors import FaultError
from epreuve.faults.power.command import CommandPower
from epreuve.faults.power.process import ProcessPower

pytestmark = pytest.mark.process

# Listens until it is killed; its number is in the file named.
SERVER = """
import os, socket, sys
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as one:
    open(sys.argv[2], "w").write(str(os.getpid()))
    while True:
        one.accept()[0].close()
"""
KILL = "import os, sys; os.kill(int(open(sys.argv[1]).read()), 9)"


@pytest.fixture
def machine(tmp_path):
    """A service that we did not start, and the command that cuts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    number = tmp_path / "number"
    command = [sys.executable, "-c", SERVER, str(port), str(number)]
    service = ProcessPower(command, None, tmp_path, tmp_path / "service.log")
    service.start()
    while not number.exists() or not number.read_text():
        pass
    yield f"127.0.0.1:{port}", [sys.executable, "-c", KILL, str(number)]
    service.stop()


def python(code):
    return [sys.executable, "-c", code]


def test_a_cut_is_confirmed_when_the_service_is_down(machine, tmp_path):
    address, kill = machine
    power = CommandPower(kill, python("print('back')"), address, tmp_path / "log", within=10)
    power.start()
    assert power.running()
    assert power.accepts()
    report = power.cut()
    assert 0 < report.command_seconds <= report.down_seconds
    assert (power.is_cut, power.running(), power.accepts()) == (True, False, False)
    power.start()
    power.stop()
    assert Path(tmp_path / "log").read_text() == "back\n"
    assert power.running()


def test_a_command_that_cuts_nothing_is_an_error(machine, tmp_path):
    address, _ = machine
    power = CommandPower(python(""), python("print('back')"), address, tmp_path / "log", 5)
    with pytest.raises(FaultError, match="still accepts connections"):
        power.cut()
    power.stop()
    assert Path(tmp_path / "log").read_text() == "back\n"


@pytest.mark.parametrize(
    ("command", "within", "message"),
    [
        (python("raise SystemExit(3)"), 60, "ended with 3; see"),
        (python("import time; time.sleep(60)"), 0.3, "did not end in"),
        (["/nowhere/pdu"], 60, "`/nowhere/pdu`: No such file"),
    ],
)
def test_a_command_that_fails_is_an_error(tmp_path, command, within, message):
    power = CommandPower(command, command, "127.0.0.1:1", tmp_path / "log", within)
    with pytest.raises(FaultError, match=f"^cut: .*{message}"):
        power.cut()
    with pytest.raises(FaultError, match=f"^restore: .*{message}"):
        power.stop()
