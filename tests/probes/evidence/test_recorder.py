"""The evidence file: what was seen stays, whatever happens to the writer."""

import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import pytest

from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import COMMIT_EVERY, Recorder
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.load.records import LoadFailure, LoadHealth
from epreuve.probes.pages.receipt_records import ReceiptObservation
from tests.audits import records


def request(number: int, at: float = 0.0) -> Request:
    return Request(number, "GET /", 0, at, at + 0.25, at + 0.5, "success", 200, 1234, False)


ATTEMPT = Attempt(
    7, "acte", "ville", 1.5, 1.75, 9.25, "http error", "POST /acte", "AB12", 4.5, True
)


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    receipt = Observation(2.5, "né", records.receipt(3, unique=None))
    health = Observation(3.0, "health", LoadHealth(cpu=0.5))
    refused = request(4, 8.0)._replace(outcome="http error", status=503, guided=True)
    refusals = [refused, refused._replace(arrival=5, announced=True)]
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record([request(2, 5.0), request(1, 3.0), ATTEMPT, *refusals])
        recorder.record([receipt, health])

    evidence = Evidence(tmp_path / "evidence.db")
    assert list(evidence.requests()) == [request(1, 3.0), request(2, 5.0), *refusals]
    assert list(evidence.attempts()) == [ATTEMPT]
    assert list(evidence.observations(ReceiptObservation)) == [receipt]
    assert list(evidence.observations(LoadHealth, ReceiptObservation)) == [receipt, health]
    assert list(evidence.requests(3.0, 5.0)) == [request(1, 3.0)]
    evidence.close()


def test_captured_values_come_back_and_older_files_have_none(tmp_path: Path) -> None:
    kept = ATTEMPT._replace(captured='{"key": "é 1"}')
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record([kept, ATTEMPT._replace(arrival=8)])
    evidence = Evidence(tmp_path / "evidence.db")
    assert [row.kept for row in evidence.attempts()] == [{"key": "é 1"}, {}]
    assert next(evidence.attempts()) == kept
    evidence.close()
    with closing(sqlite3.connect(tmp_path / "evidence.db")) as database:
        view = database.execute("SELECT captured FROM attempt ORDER BY arrival").fetchall()
        assert view == [('{"key": "é 1"}',), ("",)]
        database.execute("DROP VIEW attempt")
        database.execute("ALTER TABLE attempt_row DROP COLUMN captured")
    older = Evidence(tmp_path / "evidence.db")
    assert [row.captured for row in older.attempts()] == ["", ""]
    older.close()


@pytest.mark.parametrize("lost", [("gave up", "refused"), ("gave up", "success")])
def test_failed_requests_can_be_read_alone(tmp_path: Path, lost: tuple[str, str]) -> None:
    rows = [request(n, float(n))._replace(outcome=outcome) for n, outcome in enumerate(lost)]
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record(rows)
    evidence = Evidence(tmp_path / "evidence.db")
    failed = [row for row in rows if row.outcome != "success"]
    assert list(evidence.requests(failed=True)) == failed
    assert list(evidence.requests(1.0, failed=True)) == [e for e in failed if e.intended >= 1.0]
    evidence.close()


@pytest.mark.process
def test_a_killed_writer_keeps_all_but_the_last_second(tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    script = f"""
        import time
        from pathlib import Path
        from epreuve.probes.evidence.observation import Observation
        from epreuve.probes.evidence.recorder import Recorder
        from epreuve.probes.load.records import LoadHealth
        recorder = Recorder(Path({str(path)!r}))
        print("ready", flush=True)
        while True:
            recorder.record([Observation(time.monotonic(), "health", LoadHealth(cpu=0.0))])
            time.sleep(0.01)
    """
    writer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(1.6)
    killed = time.monotonic()
    writer.send_signal(signal.SIGKILL)
    writer.wait(5)
    writer.stdout.close()

    ticks = [observation.time for observation in Evidence(path).observations(LoadHealth)]
    assert killed - 1.0 < ticks[-1] <= killed
    assert len(ticks) > 20
    assert COMMIT_EVERY < 1


@pytest.mark.process
def test_a_full_disk_is_reported_and_written_rows_stay(tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    script = f"""
        import resource
        from pathlib import Path
        from epreuve.probes.evidence.observation import Observation
        from epreuve.probes.evidence.recorder import Recorder
        from epreuve.probes.load.records import LoadFailure
        failure = LoadFailure(arrival=1, outcome="error", detail="x")
        recorder = Recorder(Path({str(path)!r}))
        recorder.record([Observation(1.0, "first", failure)])
        while not recorder._queue.empty():
            pass
        import time; time.sleep(0.8)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
        recorder.record([Observation(2.0, "big" * 1_000_000, failure)])
        recorder.close()
        print(type(recorder.failure).__name__, recorder.failure)
    """
    shown = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True
    )
    assert shown.stdout.startswith("EvidenceError"), shown.stderr
    assert str(path) in shown.stdout
    assert [observation.subject for observation in Evidence(path).observations(LoadFailure)] == [
        "first"
    ]


def test_a_value_that_is_no_json_is_reported(tmp_path: Path) -> None:
    with Recorder(tmp_path / "evidence.db") as recorder:
        odd = LoadFailure.model_construct(arrival=object())  # type: ignore[arg-type]
        recorder.record([Observation(1.0, "odd", odd)])
    assert isinstance(recorder.failure, EvidenceError)


@pytest.mark.parametrize("name", ["absent.db", "text.db"])
def test_a_file_that_is_not_evidence_is_refused_by_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to look like a file")
    with pytest.raises(EvidenceError, match=name):
        Evidence(tmp_path / name)


def test_a_missing_folder_is_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="cannot be written"):
        Recorder(tmp_path / "absent" / "evidence.db")


def test_a_request_costs_little_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    with Recorder(path) as recorder:
        recorder.record([request(number, number / 1000) for number in range(20_000)])
    assert path.stat().st_size / 20_000 < 100
