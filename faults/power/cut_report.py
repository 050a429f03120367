"""Details of one power cut, as each level knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from epreuve.faults.toxiproxy.confirmation import Confirmation


@dataclass(frozen=True)
class LostWrites:
    """Writes that were not synced and are lost: numbers of pages, file sizes and names.

    `files` are the paths of some of the files, relative to the data directory.
    """

    pages: int = 0
    sizes: int = 0
    names: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class CutReport:
    """Details of one power cut; fields that the level does not know stay empty.

    Level `command`: seconds that the command took, and until the service accepted no connection.
    Level `proxy`: the confirmed state of each proxy. Level `unsynced`: the lost writes.
    """

    command_seconds: float | None = None
    down_seconds: float | None = None
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)
    lost: LostWrites | None = None
