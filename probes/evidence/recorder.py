"""Writer of an evidence file: append-only, committed at least twice a second by one thread.

A process that is killed loses at most the last half second. One writer, any number of readers.
"""

import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from epreuve.faults.closing import Closing
from epreuve.faults.message import Message, message
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.evidence.schema import TABLES, microseconds

COMMIT_EVERY = 0.5  # seconds
Rows = Iterable[Row]


class Recorder(Closing):
    """Writer of evidence from any thread; the caller never waits for the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failure: Exception | None = None  # of the thread, such as a full disk
        self._queue: queue.SimpleQueue[Rows | threading.Event | None] = queue.SimpleQueue()
        try:
            self._open()
        except sqlite3.Error as error:
            raise EvidenceError(_cannot_be_written(path, error)) from error
        self._thread = threading.Thread(target=self._write, name="recorder", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        self._db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(TABLES)
        self._tables = _tables(_Labels(self._db))

    def record(self, rows: Rows) -> None:
        """Queue rows for the next commit."""
        self._queue.put(rows)

    def flush(self) -> None:
        """Return when everything recorded so far can be read, or when the file has failed."""
        written = threading.Event()
        self._queue.put(written)
        while self._thread.is_alive() and not written.wait(0.05):
            pass

    def close(self) -> None:
        """Write the queued rows and merge the journal into the file. Closing twice is fine."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def _write(self) -> None:
        going = True
        try:
            while going:
                going = self._commit_batch()
            self._db.execute("PRAGMA journal_mode = DELETE")
        except Exception as error:  # a full disk, a record that is no JSON: kept in `failure`
            self.failure = EvidenceError(_cannot_be_written(self.path, error))
        finally:
            self._db.close()

    def _commit_batch(self) -> bool:
        """Commit the rows of half a second from the first one; return False at the end."""
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
    """The number of each text; a new text is inserted when it is first used."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        self._db.execute("INSERT INTO label VALUES (?,?)", (self[text], text))
        return self[text]


def _tables(label: _Labels) -> Mapping[type, tuple[str, Callable[[Any], tuple[object, ...]]]]:
    """Return how each kind of row is inserted: many at a time takes 2.6 µs a row, alone 4.5."""

    def request(row: Request) -> tuple[object, ...]:
        (
            arrival, step, attempt, intended, started, ended, outcome, status, size, guided,
            announced,
        ) = row  # fmt: skip
        return (
            arrival, label[step], attempt, microseconds(intended), microseconds(started),
            microseconds(ended), label[outcome], status, size, 2 if announced else guided,
        )  # fmt: skip

    def attempt(row: Attempt) -> tuple[object, ...]:
        (
            arrival, journey, cohort, intended, started, ended, outcome, step, receipt, at, guided,
            captured,
        ) = row  # fmt: skip
        return (
            arrival, label[journey], label[cohort], microseconds(intended), microseconds(started),
            microseconds(ended), label[outcome], label[step], receipt, microseconds(at), guided,
            captured or None,
        )  # fmt: skip

    return {
        Request: ("INSERT INTO request_row VALUES (?,?,?,?,?,?,?,?,?,?)", request),
        Attempt: ("INSERT OR REPLACE INTO attempt_row VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", attempt),
        Observation: ("INSERT INTO observation VALUES (?,?,?,?)", _observation),
    }


def _observation(row: Observation[Record]) -> tuple[object, ...]:
    return row.time, row.kind, row.subject, row.record.model_dump_json()


def _cannot_be_written(path: Path, error: Exception) -> Message:
    return message(
        "{path}: cannot be written ({error}); make room on the disk, or choose another folder",
        path=str(path), error=str(error),
    )  # fmt: skip
