"""Register in PostgreSQL, when DATABASE_URL is set (extra ``postgresql``)."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from epreuve.audits.demo.dossier import Dossier, digest_of
from epreuve.audits.demo.register import NEWS, RegisterError
from epreuve.audits.demo.settings import SettingsError

try:
    import psycopg
    from psycopg.types.json import Jsonb
except ImportError as error:
    raise SettingsError(
        "DATABASE_URL is set but psycopg is missing: pip install 'epreuve[postgresql]'"
    ) from error

_Result = TypeVar("_Result")
_SCHEMA = (
    "SELECT pg_advisory_xact_lock(7315)",  # Two processes may start at the same time.
    "CREATE TABLE IF NOT EXISTS dossier (rank BIGSERIAL, receipt TEXT PRIMARY KEY,"
    " name TEXT NOT NULL, body JSONB NOT NULL, piece BYTEA NOT NULL, digest TEXT NOT NULL,"
    " transmitted BOOLEAN NOT NULL, paid BOOLEAN)",
    "CREATE INDEX IF NOT EXISTS dossier_name ON dossier (name)",
    "CREATE TABLE IF NOT EXISTS news (rank INTEGER PRIMARY KEY, text TEXT NOT NULL)",
)
_COLUMNS = "SELECT body, digest, transmitted, paid FROM dossier "


class PostgresqlRegister:
    """Register in PostgreSQL. Each call opens a connection; the first creates the schema."""

    def __init__(self, url: str, timeout: float | None) -> None:
        self._url = url
        self._timeout = timeout
        self._ready = False

    def put(self, dossier: Dossier, piece: bytes) -> None:
        """Insert a dossier, unless its receipt is stored. Hash the bytes to store."""
        row = (
            dossier.receipt,
            dossier.name,
            Jsonb(dossier.to_json()),
            piece,
            digest_of(piece),
            dossier.transmitted,
            dossier.paid,
        )
        statement = (
            "INSERT INTO dossier (receipt, name, body, piece, digest, transmitted, paid)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
        )
        self._call(lambda connection: connection.execute(statement, row))

    def mark(self, receipt: str, *, transmitted: bool, paid: bool | None) -> None:
        """Update the state of a dossier."""
        statement = "UPDATE dossier SET transmitted = %s, paid = %s WHERE receipt = %s"
        self._call(lambda connection: connection.execute(statement, (transmitted, paid, receipt)))

    def get(self, receipt: str) -> Dossier | None:
        """Select the dossier of a receipt; return None for an unknown receipt."""
        dossiers = self._read("WHERE receipt = %s", receipt)
        return dossiers[0] if dossiers else None

    def by_name(self, name: str) -> list[Dossier]:
        """Select all dossiers of a person, oldest first."""
        return self._read("WHERE name = %s ORDER BY rank", name)

    def news(self) -> list[str]:
        """Select the news of the commune, newest first."""
        query = "SELECT text FROM news ORDER BY rank"
        return self._call(lambda connection: [str(row[0]) for row in connection.execute(query)])

    def _read(self, condition: str, value: str) -> list[Dossier]:
        query = (_COLUMNS + condition).encode()
        rows = self._call(lambda connection: connection.execute(query, (value,)).fetchall())
        return [
            Dossier.from_json(
                body | {"digest": digest, "transmitted": transmitted, "paid": paid},
            )
            for body, digest, transmitted, paid in rows
        ]

    def _call(self, work: Callable[[psycopg.Connection[Any]], _Result]) -> _Result:
        """Run `work` in a transaction and commit it."""
        # libpq reads 0 as "no limit"; psycopg raises shorter limits to two seconds.
        limit = 0 if self._timeout is None else max(2, round(self._timeout))
        try:
            with (
                psycopg.connect(self._url, connect_timeout=limit) as connection,
                _hung_up_after(self._timeout, connection),
            ):
                if not self._ready:
                    _prepare(connection)
                result = work(connection)
                connection.commit()  # Also within the time limit.
            self._ready = True
        except (psycopg.Error, OSError) as error:
            raise RegisterError(f"PostgreSQL: {error}") from error
        return result


def _prepare(connection: psycopg.Connection[Any]) -> None:
    for statement in _SCHEMA:
        connection.execute(statement.encode())
    for rank, text in enumerate(NEWS):
        connection.execute("INSERT INTO news VALUES (%s, %s) ON CONFLICT DO NOTHING", (rank, text))


@contextmanager
def _hung_up_after(seconds: float | None, connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Close the connection after a time limit: PostgreSQL's own timeouts need a live server."""
    if seconds is None:
        yield
        return
    duplicate = socket.socket(fileno=os.dup(connection.fileno()))

    def hang_up() -> None:
        try:
            duplicate.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # Already closed by the server.

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        duplicate.close()
