"""`evidence.db`: SQLite, append-only, committed at least twice a second by one thread.

Killed at any moment, all but the last half second stays readable. One writer, any readers.
"""

import json
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from epreuve.probes.evidence.records import Attempt, Observation, Request

COMMIT_EVERY = 0.5  # seconds
Rows = Iterable[Request | Attempt | Observation]

# Times are whole microseconds and texts are numbered: a request costs under 80 bytes on disk.
_SCHEMA = """
CREATE TABLE label(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE request_row(arrival INT, step INT, attempt INT, intended INT, started INT, ended INT,
                         outcome INT, status INT, size INT, told INT);
CREATE TABLE attempt_row(arrival INTEGER PRIMARY KEY, journey INT, cohort INT, intended INT,
                         started INT, ended INT, outcome INT, step INT, receipt TEXT,
                         receipt_at INT, told INT);
CREATE TABLE observation(time REAL, probe TEXT, subject TEXT, value TEXT);
CREATE INDEX observation_by_probe ON observation(probe);
CREATE VIEW request AS
  SELECT arrival, s.text AS step, attempt, intended / 1e6 AS intended, started / 1e6 AS started,
         ended / 1e6 AS ended, o.text AS outcome, status, size, told
  FROM request_row JOIN label s ON s.id = step JOIN label o ON o.id = outcome;
CREATE VIEW attempt AS
  SELECT arrival, j.text AS journey, c.text AS cohort, intended / 1e6 AS intended,
         started / 1e6 AS started, ended / 1e6 AS ended, o.text AS outcome, s.text AS step,
         receipt, receipt_at / 1e6 AS receipt_at, told
  FROM attempt_row JOIN label j ON j.id = journey JOIN label c ON c.id = cohort
       JOIN label o ON o.id = outcome JOIN label s ON s.id = step;
"""
_BETWEEN = "intended >= ? AND intended < ? ORDER BY intended, arrival"
_ATTEMPTS = f"SELECT * FROM attempt_row WHERE {_BETWEEN}"  # noqa: S608 (a constant)
_REQUESTS = f"SELECT * FROM request_row WHERE {_BETWEEN}"  # noqa: S608 (a constant)
_FAILED = f"SELECT * FROM request_row WHERE outcome <> ? AND {_BETWEEN}"  # noqa: S608 (a constant)


class EvidenceError(Exception):
    """The evidence file cannot be written or read; the message names the file and the cause."""


class Recorder:
    """Writes evidence from any thread; the caller never waits for the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failure: Exception | None = None  # a full disk is told, not raised in a thread
        self._queue: queue.SimpleQueue[Rows | threading.Event | None] = queue.SimpleQueue()
        try:
            self._open()
        except sqlite3.Error as error:
            raise EvidenceError(f"{path}: cannot be written ({error})") from error
        self._thread = threading.Thread(target=self._write, name="recorder", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        self._db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)
        self._tables = _tables(_Labels(self._db))

    def record(self, rows: Iterable[Request | Attempt | Observation]) -> None:
        """Queue rows for the next commit."""
        self._queue.put(rows)

    def flush(self) -> None:
        """Return once everything recorded so far can be read, or the file has failed."""
        written = threading.Event()
        self._queue.put(written)
        while self._thread.is_alive() and not written.wait(0.05):
            pass

    def close(self) -> None:
        """Write what is queued and fold the journal into the one file. Closing twice is fine."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(self) -> None:
        going = True
        try:
            while going:
                going = self._commit_batch()
            self._db.execute("PRAGMA journal_mode = DELETE")
        except Exception as error:  # a full disk, a value that is no JSON: told, not raised here
            self.failure = EvidenceError(f"{self.path}: cannot be written ({error})")
        finally:
            self._db.close()

    def _commit_batch(self) -> bool:
        """Commit what comes within half a second of the first row; False at the end."""
        batch = [self._queue.get()]
        deadline = time.monotonic() + COMMIT_EVERY
        while not (batch[-1] is None or isinstance(batch[-1], threading.Event)):
            try:
                batch.append(self._queue.get(timeout=max(deadline - time.monotonic(), 0.0)))
            except queue.Empty:
                break
        rows = [row for one in batch if not isinstance(one, threading.Event | None) for row in one]
        self._db.execute("BEGIN")
        for kind, (statement, values) in self._tables.items():
            self._db.executemany(statement, [values(row) for row in rows if type(row) is kind])
        self._db.execute("COMMIT")
        if isinstance(batch[-1], threading.Event):
            batch[-1].set()
        return batch[-1] is not None


class _Labels(dict[str, int]):
    """The number of each text, written down when it is first met."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        self._db.execute("INSERT INTO label VALUES (?,?)", (self[text], text))
        return self[text]


def _tables(label: _Labels) -> Mapping[type, tuple[str, Callable[[Any], tuple[object, ...]]]]:
    """How each kind of row is inserted, many at a time: 2.6 instead of 4.5 µs a row, alone."""

    def request(row: Request) -> tuple[object, ...]:
        arrival, step, attempt, intended, started, ended, outcome, status, size, told = row
        return (
            arrival, label[step], attempt, _micro(intended), _micro(started), _micro(ended),
            label[outcome], status, size, told,
        )  # fmt: skip

    def attempt(row: Attempt) -> tuple[object, ...]:
        arrival, journey, cohort, intended, started, ended, outcome, step, receipt, at, told = row
        return (
            arrival, label[journey], label[cohort], _micro(intended), _micro(started),
            _micro(ended), label[outcome], label[step], receipt, _micro(at), told,
        )  # fmt: skip

    return {
        Request: ("INSERT INTO request_row VALUES (?,?,?,?,?,?,?,?,?,?)", request),
        Attempt: ("INSERT OR REPLACE INTO attempt_row VALUES (?,?,?,?,?,?,?,?,?,?,?)", attempt),
        Observation: ("INSERT INTO observation VALUES (?,?,?,?)", _observation),
    }


def _observation(row: Observation) -> tuple[object, ...]:
    value = json.dumps(row.value, ensure_ascii=False, sort_keys=True)
    return row.time, row.probe, row.subject, value


def _micro(seconds: float) -> int:
    return round(seconds * 1e6)


class Evidence:
    """Reads an evidence file; every answer is in order of time."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise EvidenceError(f"{path}: no such evidence file; is this the folder of a run?")
        self.path = path
        try:
            self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
            self._db.execute("SELECT 1 FROM observation LIMIT 1")
        except sqlite3.Error as error:
            raise EvidenceError(f"{path}: cannot be read ({error})") from error

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of a read-only query on the views `request`, `attempt` and `observation`."""
        return self._db.execute(sql, values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Any]:
        """The same, one row at a time: for answers as long as the run."""
        return self._db.execute(sql, values)

    def observations(self, probe: str) -> Iterator[Observation]:
        """What one probe saw."""
        rows = self._db.execute(
            "SELECT time, probe, subject, value FROM observation WHERE probe = ? ORDER BY rowid",
            (probe,),
        )
        for at, name, subject, value in rows:
            yield Observation(at, name, subject, json.loads(value))

    def attempts(self, start: float = -1.0, end: float = 1e12) -> Iterator[Attempt]:
        """Attempts whose intended start lies in [start, end)."""
        text = self._labels()
        for row in self.stream(_ATTEMPTS, _micro(start), _micro(end)):
            arrival, journey, cohort, wanted, began, ended, outcome, step, receipt, at, told = row
            yield Attempt(
                arrival, text[journey], text[cohort], wanted / 1e6, began / 1e6, ended / 1e6,
                text[outcome], text[step], receipt, at / 1e6 if at >= 0 else -1.0, told,
            )  # fmt: skip

    def requests(
        self, start: float = -1.0, end: float = 1e12, *, failed: bool = False
    ) -> Iterator[Request]:
        """Requests whose intended start lies in [start, end); the failed ones alone if asked."""
        text, between = self._labels(), (_micro(start), _micro(end))
        success = next((id for id, outcome in text.items() if outcome == "success"), -1)
        found = (
            self.stream(_FAILED, success, *between) if failed else self.stream(_REQUESTS, *between)
        )
        for row in found:
            arrival, step, attempt, wanted, began, ended, outcome, status, size, told = row
            yield Request(
                arrival, text[step], attempt, wanted / 1e6, began / 1e6, ended / 1e6,
                text[outcome], status, size, told,
            )  # fmt: skip

    def _labels(self) -> dict[int, Any]:
        """Texts by number: one object a label, not one a row, is a quarter of the memory."""
        return dict(self._db.execute("SELECT id, text FROM label"))

    def close(self) -> None:
        """Close the file."""
        self._db.close()
