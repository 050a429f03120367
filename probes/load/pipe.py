"""Rows sent from the load process to the harness: batches in frames, over a pipe.

A frame is its length on four bytes, then `marshal` of a list of plain tuples. Both ends run the
same interpreter, and `marshal` takes a fifth of the time of JSON.
"""

import marshal
import os
import struct
from collections.abc import Iterator
from typing import Any

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.records import load_record

_LENGTH = struct.Struct("!I")
_OBSERVATION = 4  # values of an observation; rows of the load have more


class Batch:
    """Rows to be sent, in order."""

    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []

    def add(self, row: Row) -> None:
        """Add a row to the next frame."""
        if isinstance(row, Observation):
            self._rows.append((row.time, row.subject, row.kind, row.record.model_dump()))
        else:
            self._rows.append(row[:])  # marshal needs plain tuples: a slice of a named tuple is one

    def take(self) -> list[tuple[object, ...]]:
        """Remove and return all rows, as plain values."""
        rows, self._rows = self._rows, []
        return rows

    def put(self, rows: list[tuple[object, ...]]) -> None:
        """Add rows taken from another batch."""
        self._rows += rows

    def frame(self) -> bytes:
        """Remove all rows and encode them as one frame."""
        data = marshal.dumps(self.take())
        return _LENGTH.pack(len(data)) + data


def frames(descriptor: int) -> Iterator[list[Row]]:
    """Yield the batches read from a pipe until its end; an incomplete last one is dropped."""
    buffer = bytearray()
    while data := os.read(descriptor, 1 << 18):
        buffer += data
        while len(buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(buffer)
            if len(buffer) < _LENGTH.size + length:
                break
            yield [_row(row) for row in marshal.loads(buffer[_LENGTH.size : _LENGTH.size + length])]  # noqa: S302
            del buffer[: _LENGTH.size + length]


def _row(values: tuple[Any, ...]) -> Row:
    """Rebuild a row. An observation has four values; the third is a number in a request only."""
    if len(values) == _OBSERVATION:
        time, subject, kind, fields = values
        return Observation(time, subject, load_record(kind, fields))
    return Request._make(values) if isinstance(values[2], int) else Attempt._make(values)
