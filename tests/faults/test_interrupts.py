"""Interrupts during a critical section."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes.interrupts import defer_interrupts
from epreuve.faults.toxiproxy.launcher import launch_embedded

pytestmark = pytest.mark.process


@pytest.fixture(autouse=True)
def raising():
    """Treat SIGTERM like SIGINT, as the command line does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_comes_after_the_block(number):
    done = []

    def block() -> None:
        with defer_interrupts():
            os.kill(os.getpid(), number)
            done.append("whole")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert done == ["whole"]
    assert signal.getsignal(number) is signal.default_int_handler


def test_ignored_signals_stay_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with defer_interrupts():
            assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_another_thread_defers_nothing():
    handlers = []

    def block() -> None:
        with defer_interrupts():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert handlers == [signal.default_int_handler]


@pytest.fixture
def interrupted(monkeypatch):
    """Send SIGINT at each start of a process, before its caller has it."""
    popen, made = subprocess.Popen, []

    def interrupting(*words, **options):
        made.append(popen(*words, **options))
        os.kill(os.getpid(), signal.SIGINT)
        return made[-1]

    monkeypatch.setattr(subprocess, "Popen", interrupting)
    return made


def test_a_service_that_was_being_started_can_be_ended(interrupted, tmp_path):
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    service = ProcessPower(sleeper, None, None, tmp_path / "log")
    with pytest.raises(KeyboardInterrupt):
        service.start()
    assert service.running()
    service.stop()
    assert interrupted[0].poll() is not None


def test_a_server_that_was_being_started_is_ended(interrupted, tmp_path):
    groups = []
    with pytest.raises(KeyboardInterrupt):
        launch_embedded(tmp_path / "log", 60, groups.append)
    assert groups == [interrupted[0].pid]
    assert interrupted[0].poll() is not None
