"""Store of the planted service, its calls to dependencies, and the switches of its defects."""

import http.client
import os
import sqlite3
import threading
import time
import uuid
from pathlib import Path

PLANTED = frozenset(filter(None, os.environ.get("PLANTED", "").split(",")))
LINKS = dict(link.split("=") for link in filter(None, os.environ.get("LINKS", "").split(",")))
DATA = Path(os.environ.get("DATA", "."))
BREAKER = 10.0  # seconds without calls to a dependency that failed
ALTERED = 5  # of so many requests one is altered: with all of them, the audit stops in calm
QUICK, PATIENT = 1.0, 120.0  # seconds to wait for a dependency


def has(defect: str) -> bool:
    """Return whether a defect is planted."""
    return defect in PLANTED


def connect() -> sqlite3.Connection:
    """Open the store; a volatile one is in memory."""
    path = ":memory:" if has("volatile") else str(DATA / "requests.db")
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(
        "CREATE TABLE IF NOT EXISTS request "
        "(number TEXT, token TEXT, name TEXT, subject TEXT, at REAL, processed INTEGER)"
    )
    return db


class Town:
    """The store, the calls to dependencies, and the queue of the partner."""

    def __init__(self) -> None:
        self.db, self.lock = connect(), threading.Lock()
        self.broken: dict[str, float] = {}
        self.sent = 0
        self.sessions: dict[str, float] = {}
        threading.Thread(target=self._forward, daemon=True).start()

    def rows(self, query: str, *values: object) -> list[tuple[str, ...]]:
        """Return rows of the store."""
        with self.lock:
            return self.db.execute(query, values).fetchall()

    def store(self, token: str, name: str, subject: str) -> str:
        """Return the number of a request; one sent twice is stored once."""
        known = self.rows("SELECT number FROM request WHERE token = ?", token)
        if known and not has("duplicates"):
            return known[0][0]
        number = uuid.uuid4().hex[:8].upper()
        self.sent += 1
        if has("loses-one-in-ten") and self.sent % 10 == 0:
            return number
        is_altered = has("alters") and self.sent % ALTERED == 0
        kept = subject[: len(subject) // 2] if is_altered else subject
        self.rows("INSERT INTO request VALUES (?, ?, ?, ?, ?, 0)", number, token, name, kept,
                  time.time())  # fmt: skip
        return number

    def call(self, name: str, wait: float = QUICK) -> bool:
        """Return whether a dependency responds; a broken one is left alone for some seconds."""
        address = LINKS.get(name)
        if address is None:
            return True
        if wait == QUICK and time.monotonic() < self.broken.get(name, 0.0):
            return False
        times = 5 if has("retry-storm") else 1
        return any(self._try(name, address, wait) for _ in range(times))

    def _try(self, name: str, address: str, wait: float) -> bool:
        try:
            connection = http.client.HTTPConnection(address, timeout=wait)
            connection.request("GET", "/")
            answers = connection.getresponse().status == 200
            connection.close()
        except OSError:
            answers = False
        if not answers and not has("retry-storm"):
            self.broken[name] = time.monotonic() + BREAKER
        return answers

    def _forward(self) -> None:
        """Send stored requests to the partner, again and again until it has them."""
        while True:
            time.sleep(0.5)
            waiting = self.rows("SELECT number FROM request WHERE processed = 0 LIMIT 100")
            if waiting and self.call("API"):
                for (number,) in waiting:
                    self.rows("UPDATE request SET processed = 1 WHERE number = ?", number)
