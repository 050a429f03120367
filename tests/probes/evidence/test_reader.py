"""Reading evidence: its version, wrong and unknown records, kinds of plugins."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.observation import Observation, Record, record_kind, record_kinds
from epreuve.probes.evidence.queries import ReceiptTotals
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.records import LoadHealth
from epreuve.probes.pages.receipt_records import ReceiptObservation
from tests.audits import records

OLD = """
CREATE TABLE label(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE observation(time REAL, probe TEXT, subject TEXT, value TEXT);
"""


def written(path: Path, *rows: Row) -> Path:
    with Recorder(path / "evidence.db") as recorder:
        recorder.record(rows)
    return path / "evidence.db"


def changed(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(statement)
    database.close()


def test_evidence_of_version_0_1_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    with sqlite3.connect(path) as database:
        database.executescript(OLD)
    database.close()
    with pytest.raises(EvidenceError, match=r"written by epreuve 0\.1.*epreuve 0\.1\.x.*again"):
        Evidence(path)


def test_evidence_of_another_version_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    changed(path, "UPDATE meta SET value = '2'")
    with pytest.raises(EvidenceError, match=r"has version 2 .* reads version 4"):
        Evidence(path)


def test_damaged_evidence_is_refused(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        *(
            Attempt(arrival, "j", "c", 0, 0, 1, "success", "GET /", f"N{arrival}", 1, False)
            for arrival in range(9_000)
        ),
    )
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) // 2))
    with closing(Evidence(path)) as evidence, pytest.raises(EvidenceError, match="is damaged"):
        list(evidence.attempts())


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ('{"cpu": "much"}', "cpu: has an invalid value; the"),
        ('{"queued": 0.1}', "cpu: is missing; the"),
        ('{"cpu": 0.1, "gpu": 1}', "gpu: is an unknown field; the"),
        ("{", "the file: is not JSON; the"),
    ],
)
def test_a_wrong_record_names_the_file_the_row_and_the_field(
    tmp_path: Path, record: str, problem: str
) -> None:
    good = Observation(1.0, "health", LoadHealth(cpu=0.5))
    path = written(tmp_path, good, good)
    changed(path, f"UPDATE observation SET record = '{record}' WHERE rowid = 2")
    observations = Evidence(path).observations(LoadHealth)
    assert next(observations) == good
    with pytest.raises(EvidenceError, match=f"observation 2: load health: {problem}") as raised:
        next(observations)
    assert str(path) in str(raised.value)


def test_an_unknown_kind_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, Observation(1.0, "health", LoadHealth(cpu=0.5)))
    Evidence(path).check_kinds()
    changed(path, "INSERT INTO observation VALUES (2.0, 'queue length', 'q', '{}')")
    with pytest.raises(EvidenceError, match="unknown kind 'queue length'; install the plugin"):
        Evidence(path).check_kinds()
    with pytest.raises(EvidenceError, match="unknown kind"):
        Facts(None, Evidence(path))  # type: ignore[arg-type]


def test_a_plugin_can_register_a_kind_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("epreuve.probes.evidence.observation._KINDS", dict(record_kinds()))

    @record_kind("test queue")
    class QueueLength(Record):
        waiting: int

    row = Observation(1.0, "counter", QueueLength(waiting=3))
    evidence = Evidence(written(tmp_path, row))
    evidence.check_kinds()
    assert list(evidence.observations(QueueLength)) == [row]
    assert row.kind == "test queue"
    with pytest.raises(ValueError, match="'test queue' exists already"):
        record_kind("test queue")(QueueLength)


def test_receipts_are_summed_by_the_file(tmp_path: Path) -> None:
    read = [
        records.receipt(1), records.receipt(2, state="lost", unique=None),
        records.receipt(3, state="altered", unique=None), records.receipt(4, state="unread"),
        records.receipt(5, processed=True), records.receipt(6, unique=False),
        records.receipt(7, state="unread"), records.receipt(7, state="lost"),
    ]  # fmt: skip
    evidence = Evidence(written(tmp_path, *(Observation(9.0, "n", record) for record in read)))
    assert evidence.receipt_totals() == ReceiptTotals(read=6, lost=2, altered=1, duplicated=1)
    assert [observation.record for observation in evidence.observations(ReceiptObservation)] == read


def test_users_who_sent_again_after_a_lost_answer(tmp_path: Path) -> None:
    def tried(arrival: int, *outcomes: str) -> list[Row]:
        tries = [request(arrival, n, 2.0 * n, outcome) for n, outcome in enumerate(outcomes)]
        end = tries[-1].ended
        return [
            *tries,
            Attempt(arrival, "j", "c", 0, 0, end, "success", "GET /", f"N{arrival}", end, False),
        ]

    rows = [
        *tried(1, "success"), *tried(2, "truncated", "success"), *tried(3, "reset", "success"),
        *tried(4, "refused", "success"), *tried(5, "http error", "success"),
        *tried(6, "eof", "success"), *tried(7, "first byte timeout", "success"),
        *tried(8, "body timeout", "success"), *tried(9, "gave up", "success"),
        Observation(9.0, "n", records.receipt(2)), Observation(9.0, "n", records.receipt(3)),
        Observation(9.0, "n", records.receipt(4, unique=None)),
    ]  # fmt: skip
    evidence = Evidence(written(tmp_path, *rows))
    steps = {"j": "GET /"}
    assert sorted(evidence.lost_answers(steps)) == [2, 8]  # elsewhere, the request may be lost
    assert list(evidence.lost_answers({"other": "GET /"})) == []
    assert sorted(evidence.checked_once()) == [2, 3]
    assert evidence.submissions_sent(steps) == {1: 0.0, **dict.fromkeys(range(2, 10), 2.0)}


def test_the_lost_answer_is_that_of_the_step_that_stores(tmp_path: Path) -> None:
    def user(arrival: int, *posts: str, pages: int = 1) -> list[Row]:
        sent = [request(arrival, n, float(n), one, step="POST /") for n, one in enumerate(posts)]
        outcomes = ["truncated"] * (pages - 1) + ["success"]
        read = [request(arrival, n, 10.0 + n, one) for n, one in enumerate(outcomes)]
        end = read[-1].ended
        given = Attempt(arrival, "j", "c", 0, 0, end, "success", "GET /", f"N{arrival}", end, False)
        return [*sent, *read, given]

    rows = [*user(1, "success", pages=2), *user(2, "truncated", "success")]
    evidence = Evidence(written(tmp_path, *rows))
    assert list(evidence.lost_answers({"j": "POST /"})) == [2]
    assert evidence.submissions_sent({"j": "POST /"}) == {1: 0.0, 2: 1.0}


def test_no_receipt_at_all_is_summed_to_zeros(tmp_path: Path) -> None:
    assert Evidence(written(tmp_path)).receipt_totals() == ReceiptTotals(0, 0, 0, 0)


def request(arrival: int, reload: int, at: float, outcome: str, step: str = "GET /") -> Request:
    return Request(arrival, step, reload, at, at, at + 0.5, outcome, 200, 9, False)  # type: ignore[arg-type]


def test_named_queries_give_seconds_and_texts(tmp_path: Path) -> None:
    rows = [request(1, 0, 1.0, "success"), request(2, 1, 2.25, "reset"), request(3, 0, 9.0, "eof")]
    evidence = Evidence(written(tmp_path, *rows))
    step = next(evidence.request_tries(1.0, 9.0))[1]
    assert list(evidence.request_tries(1.0, 9.0)) == [
        (1, step, 0, 1.0, 1.5, True),
        (2, step, 1, 2.25, 2.75, False),
    ]
    assert evidence.request_count() == 3
    assert evidence.first_success(0.0, 5.0) == 1.5
    assert evidence.first_success(1.5, 5.0) is None
    assert evidence.open_requests(2.5, 2.75) == 1
    assert list(evidence.ended_requests(0.0, 3.0)) == [0.5, 0.5]
    intervals = evidence.interval_durations(("success", "reset", "eof"), 1.0, 4)
    assert [tuple(durations) for durations in intervals] == [
        (1, [0.5]), (2, [0.5]), (4, [0.5]),
    ]  # fmt: skip
    assert evidence.durations(("success", "reset"), 1.0, 2.25) == [0.5]
    (first, *_) = evidence.journey_requests()
    assert first == (1.0, 0.5, "GET /", "success", None, None)
