"""Observations: every event of a run that is neither a request nor an attempt.

An observation is a time, a subject and a record. The class of the record decides the kind. To add
a kind, write a `Record` subclass beside the code that makes it, and decorate it:

    @record_kind("queue length")
    class QueueLength(Record):
        waiting: int
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Generic, TypeVar

from pydantic import ConfigDict

from epreuve.faults.frozen_model import FrozenModel


class Record(FrozenModel):
    """Base class of all records of observations: typed fields that JSON can hold."""

    model_config = ConfigDict(allow_inf_nan=False)

    kind: ClassVar[str]


AnyRecord = TypeVar("AnyRecord", bound=Record)
RecordType = TypeVar("RecordType", bound=Record, covariant=True)
_KINDS: dict[str, type[Record]] = {}


def record_kind(kind: str) -> Callable[[type[AnyRecord]], type[AnyRecord]]:
    """Register a record class under its kind.

    Raises ValueError where another class has that kind.
    """

    def register(record: type[AnyRecord]) -> type[AnyRecord]:
        other = _KINDS.get(kind)
        if other is not None:
            raise ValueError(f"record kind {kind!r} exists already ({other.__module__}); rename it")
        record.kind = kind
        _KINDS[kind] = record
        return record

    return register


def record_kinds() -> Mapping[str, type[Record]]:
    """Return the record classes of the modules imported so far, by kind."""
    return MappingProxyType(_KINDS)


@dataclass(frozen=True, slots=True)
class Observation(Generic[RecordType]):
    """One record with its time and its subject: a proxy, a page, a receipt number."""

    time: float
    subject: str
    record: RecordType

    @property
    def kind(self) -> str:
        """Kind of the record."""
        return self.record.kind
