"""Watch over the engine: it ended, or its machine is too slow."""

import threading
from types import SimpleNamespace

import pytest

from epreuve.audits.errors import HarnessFailed, NotMeasurable
from epreuve.audits.execution.bench_failure import engine_failure, load_failure
from epreuve.audits.execution.heartbeat import EngineHeartbeat
from epreuve.faults.errors import FaultError, LeaseEnded, ToxiproxyLate, ToxiproxyUnreachable
from epreuve.faults.message import message

ENDED = ToxiproxyUnreachable("GET /version: http://127.0.0.1:1 refuses connections")
LATE = ToxiproxyLate("GET /version: http://127.0.0.1:1 did not respond within 5 s")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ENDED, 6, "refuses connections"),
        (FaultError("not confirmed"), 6, "not confirmed"),
        (LeaseEnded("no heartbeat"), 3, "the test bench is too weak: no heartbeat; use a machine"),
        (LATE, 3, "the test bench is too weak: GET /version.*use a machine with more cores"),
    ],
)
def test_a_late_engine_is_a_weak_bench_and_an_ended_one_a_failed_harness(error, code, words):
    failure = engine_failure(error)
    assert failure.exit_code == code
    with pytest.raises(NotMeasurable, match=words):
        raise failure


def engine(*answers):
    """An engine with these responses in order; the last one is repeated."""
    left, checked = list(answers), threading.Event()

    def version():
        answer = left.pop(0) if len(left) > 1 else left[0]
        if len(left) == 1:
            checked.set()
        if isinstance(answer, FaultError):
            raise answer
        return answer

    return SimpleNamespace(client=SimpleNamespace(version=version)), checked


@pytest.mark.parametrize(("error", "kind"), [(ENDED, HarnessFailed), (LATE, NotMeasurable)])
def test_the_heartbeat_keeps_the_failure(error, kind):
    made, _ = engine("2.12.0", error)
    with EngineHeartbeat(made, every=0.01) as heartbeat:
        heartbeat._thread.join(10)
        assert type(heartbeat.failure) is kind


def test_an_engine_that_answers_has_no_failure():
    made, checked = engine("2.12.0", "2.12.0")
    with EngineHeartbeat(made, every=0.01) as heartbeat:
        assert checked.wait(10)
        assert heartbeat.failure is None


def test_a_load_that_is_not_ready_is_a_weak_bench_and_one_that_ended_a_failed_harness():
    assert load_failure(message("the load process ended with code 1")).exit_code == 6
    assert load_failure(None).exit_code == 3
    assert "not ready in time; use a machine with more cores" in str(load_failure(None))
