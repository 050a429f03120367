"""An evidence file opened for reading: its version, its labels, its rows."""

import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Any

from epreuve.faults.message import message
from epreuve.probes.evidence.errors import EvidenceError, EvidenceVersionError
from epreuve.probes.evidence.schema import VERSION


class EvidenceFile:
    """A read-only connection to an evidence file of the version that this package writes.

    Raises EvidenceError for a file that is absent, damaged or no evidence, EvidenceVersionError for
    another version.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise EvidenceError(
                message(
                    "{path}: no such evidence file; is this the folder of a run?", path=str(path)
                )
            )
        self.path = path
        try:
            self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
            self._check_version()
        except sqlite3.Error as error:
            raise EvidenceError(
                message(
                    "{path}: cannot be read ({error}); "
                    "check its permissions, or take it from a copy",
                    path=str(path),
                    error=str(error),
                )
            ) from error

    def _check_version(self) -> None:
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_schema")}
        if "observation" not in tables:
            raise EvidenceError(
                message(
                    "{path}: cannot be read (it has no table `observation`); "
                    "take it from a copy, or run the crisis again",
                    path=str(self.path),
                )
            )
        if "meta" not in tables:
            raise EvidenceVersionError(
                message(
                    "{path}: was written by epreuve 0.1, whose format this version cannot read; "
                    "assess it with epreuve 0.1.x, or run the crisis again",
                    path=str(self.path),
                )
            )
        row = self._db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        version = None if row is None else row[0]
        if version != str(VERSION):
            raise EvidenceVersionError(
                message(
                    "{path}: has version {version} of the evidence format, this epreuve reads "
                    "version {own}; assess it with the version of epreuve that wrote it",
                    path=str(self.path), version=str(version), own=str(VERSION),
                )
            )  # fmt: skip

    def _rows(self, sql: str, *values: object) -> Generator[Any, None, None]:
        """Yield the rows of a query one at a time: a result may be as long as the run."""
        try:
            yield from self._db.execute(sql, values)
        except sqlite3.DatabaseError as error:
            raise EvidenceError(
                message(
                    "{path}: is damaged ({error}); take it from a copy",
                    path=str(self.path), error=str(error),
                )
            ) from error  # fmt: skip

    def _labels(self) -> dict[int, Any]:
        """Return texts by number: one object per label takes a quarter of the memory."""
        return dict(self._rows("SELECT id, text FROM label"))

    def close(self) -> None:
        """Close the file."""
        self._db.close()
