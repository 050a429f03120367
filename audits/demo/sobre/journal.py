"""Append-only file of JSON lines. A record is on the disk when `append` returns."""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Durable list of JSON objects, one line each: ``crc32 json``.

    Threads that append at the same time share one fsync: one of them writes the whole batch.
    """

    def __init__(self, path: Path) -> None:
        """Open or create. An incomplete last line is dropped: it was never acknowledged."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._membership = threading.Lock()
        self._disk = threading.Lock()
        self._batch = _Batch()
        content = path.read_bytes()
        self._size = content.rfind(b"\n") + 1
        os.ftruncate(self._file, self._size)
        sync_directory(path.parent)
        self._lines = _whole_lines(content)

    def replay(self) -> Iterator[dict[str, Any]]:
        """Return the records at opening, oldest first, once. Damaged lines are skipped."""
        lines, self._lines = self._lines, []
        for line in lines:
            record = _decode(line)
            if record is not None:
                yield record

    def append(self, record: dict[str, Any]) -> None:
        """Append a record and wait until it is on the disk. Raises OSError."""
        line = _encode(record)
        with self._membership:
            batch = self._batch
            batch.lines.append(line)
        with self._disk:
            if not batch.written:
                with self._membership:
                    self._batch = _Batch()
                self._write(batch)
        if batch.error is not None:
            raise OSError(batch.error.errno, f"journal: {batch.error.strerror}")

    def close(self) -> None:
        """Close the file. No record is pending."""
        os.close(self._file)

    def _write(self, batch: _Batch) -> None:
        batch.written = True
        data = b"".join(batch.lines)
        try:
            write_all(self._file, data)
            os.fsync(self._file)
            self._size += len(data)
        except OSError as error:
            batch.error = error
            # An incomplete batch must not precede the next one.
            os.ftruncate(self._file, self._size)


class JournalCopy(Journal):
    """Read-only copy of the journal of another process."""

    def __init__(self, path: Path) -> None:
        """Read the file, without a last line that may be incomplete."""
        self._lines = _whole_lines(path.read_bytes())


def _whole_lines(content: bytes) -> list[bytes]:
    return content[: content.rfind(b"\n") + 1].splitlines()


class _Batch:
    """Lines that are written together."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.written = False
        self.error: OSError | None = None


def _encode(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _decode(line: bytes) -> dict[str, Any] | None:
    checksum, _, text = line.partition(b" ")
    if checksum != b"%08x" % zlib.crc32(text):
        return None
    value = json.loads(text)
    return value if isinstance(value, dict) else None


def write_all(file: int, data: bytes) -> None:
    """Write all bytes, in as many calls as necessary."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def write_durably(path: Path, content: bytes) -> None:
    """Write a file and sync it: without that, it may be empty after a power cut."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(file, content)
        os.fsync(file)
    finally:
        os.close(file)


def sync_directory(path: Path) -> None:
    """Sync the names in a directory."""
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
