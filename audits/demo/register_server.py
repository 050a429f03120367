"""Database server of the demonstration: SQLite behind a TCP port, one JSON line per request."""

from __future__ import annotations

import json
import socketserver
import sqlite3
import threading
from pathlib import Path
from typing import Any

from epreuve.audits.demo.dossier import Dossier, decode_piece, digest_of
from epreuve.audits.demo.register import NEWS
from epreuve.audits.demo.settings import Address

_SCHEMA = """
CREATE TABLE IF NOT EXISTS dossier (
    receipt TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL, piece BLOB NOT NULL,
    digest TEXT NOT NULL, transmitted INTEGER NOT NULL, paid INTEGER);
CREATE INDEX IF NOT EXISTS dossier_name ON dossier (name);
CREATE TABLE IF NOT EXISTS news (rank INTEGER PRIMARY KEY, text TEXT NOT NULL);
"""
_COLUMNS = "body, digest, transmitted, paid"


class Storage:
    """SQLite file. If `synced`, a write is on the disk before its method returns."""

    def __init__(self, path: Path, *, synced: bool = True) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute(f"PRAGMA synchronous = {'FULL' if synced else 'OFF'}")
        self._database.executescript(_SCHEMA)
        self._database.executemany("INSERT OR IGNORE INTO news VALUES (?, ?)", enumerate(NEWS))

    def put(self, dossier: dict[str, Any], piece: str) -> None:
        """Insert a dossier, unless its receipt exists; compute the digest of the received bytes."""
        record = Dossier.from_json(dossier)
        content = decode_piece(piece)
        row = (
            record.receipt,
            record.name,
            json.dumps(dossier),
            content,
            digest_of(content),
            record.transmitted,
            record.paid,
        )
        self._write("INSERT OR IGNORE INTO dossier VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def mark(self, receipt: str, transmitted: bool, paid: bool | None) -> None:
        """Update the state of a dossier."""
        statement = "UPDATE dossier SET transmitted = ?, paid = ? WHERE receipt = ?"
        self._write(statement, (transmitted, paid, receipt))

    def get(self, receipt: str) -> dict[str, Any] | None:
        """Return one dossier as JSON."""
        rows = self._read(f"SELECT {_COLUMNS} FROM dossier WHERE receipt = ?", (receipt,))  # noqa: S608
        return rows[0] if rows else None

    def by_name(self, name: str) -> list[dict[str, Any]]:
        """Return all dossiers of a person."""
        query = f"SELECT {_COLUMNS} FROM dossier WHERE name = ? ORDER BY rowid"  # noqa: S608
        return self._read(query, (name,))

    def news(self) -> list[str]:
        """Return the news."""
        with self._lock:
            rows = self._database.execute("SELECT text FROM news ORDER BY rank").fetchall()
        return [text for (text,) in rows]

    def _write(self, statement: str, row: tuple[Any, ...]) -> None:
        with self._lock:
            self._database.execute(statement, row)

    def _read(self, query: str, arguments: tuple[str, ...]) -> list[dict[str, Any]]:
        with self._lock:
            rows = self._database.execute(query, arguments).fetchall()
        return [
            json.loads(body)
            | {
                "digest": digest,
                "transmitted": bool(transmitted),
                "paid": None if paid is None else bool(paid),
            }
            for body, digest, transmitted, paid in rows
        ]


_OPERATIONS = frozenset({"put", "mark", "get", "by_name", "news"})


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 60.0  # Release the thread of an idle client.

    def handle(self) -> None:
        storage = self.server.storage  # type: ignore[attr-defined]
        try:
            for line in self.rfile:
                self.wfile.write(json.dumps(_respond(storage, line)).encode() + b"\n")
        except OSError:
            return  # The client closed the connection.


def _respond(storage: Storage, line: bytes) -> dict[str, Any]:
    try:
        arguments = json.loads(line)
        operation = arguments.pop("op")
        if operation not in _OPERATIONS:
            return {"error": f"unknown operation {operation!r}"}
        return {"result": getattr(storage, operation)(**arguments)}
    except (ValueError, TypeError, KeyError, AttributeError, sqlite3.Error) as error:
        return {"error": f"{type(error).__name__}: {error}"}


class RegisterServer(socketserver.ThreadingTCPServer):
    """TCP server for the web servers, one thread per connection."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: Address, path: Path, *, synced: bool = True) -> None:
        super().__init__((address.host, address.port), _Conversation)
        self.storage = Storage(path, synced=synced)
