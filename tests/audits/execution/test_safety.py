"""Safety monitor: a neighbour that stops responding, or a stop file, ends the run."""

import time

from epreuve.audits.errors import EXIT_STOPPED, StoppedForSafety
from epreuve.audits.execution.safety import SafetyMonitor
from epreuve.audits.profile.model import Safety

NEIGHBOUR = "127.0.0.1:1"


def looks(answers):
    monitor = SafetyMonitor(Safety(must_answer=(NEIGHBOUR,)), is_up=lambda place: next(answers))
    return [monitor.check() for _ in range(4)]


def test_three_failures_in_a_row_stop_the_run():
    messages = looks(iter([True, False, False, False]))
    assert messages[:3] == [None, None, None]
    assert str(messages[3]) == f"safety.must_answer: {NEIGHBOUR} no longer accepts connections"


def test_fewer_failures_do_not_stop_the_run():
    assert looks(iter([False, False, True, False])) == [None] * 4


def test_a_stop_file(tmp_path):
    monitor = SafetyMonitor(Safety(stop_file=str(tmp_path / "stop")))
    assert monitor.check() is None
    (tmp_path / "stop").touch()
    assert str(monitor.check()) == f"safety.stop_file: {tmp_path / 'stop'} exists"


def test_the_thread_detects_a_closed_port():
    monitor = SafetyMonitor(Safety(must_answer=(NEIGHBOUR,)), every=0.01)
    monitor.start()
    end = time.monotonic() + 10
    while monitor.danger is None and time.monotonic() < end:
        time.sleep(0.01)
    monitor.close()
    assert monitor.danger is not None


def test_its_exit_code():
    assert StoppedForSafety("x").exit_code == EXIT_STOPPED == 5
