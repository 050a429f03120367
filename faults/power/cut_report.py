"""Details of one power cut; some power levels give more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from epreuve.faults.toxiproxy.confirmation import Confirmation


@dataclass(frozen=True)
class LostWrites:
    """Writes that were not synced and are lost."""

    pages: int = 0
    """Pages of files."""
    sizes: int = 0
    """Sizes of files."""
    names: int = 0
    """Names in directories."""
    files: tuple[str, ...] = ()
    """Some of the files, relative to the data directory."""


@dataclass(frozen=True)
class CutReport:
    """Details of one power cut; empty where the power level has no value."""

    command_seconds: float | None = None
    """Seconds that the profile's command took (level `command`)."""
    down_seconds: float | None = None
    """Seconds until the service accepted no connection (level `command`)."""
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)
    """Confirmed state of each proxy (level `proxy`)."""
    lost: LostWrites | None = None
    """Lost writes (level `unsynced`)."""
    survivors: tuple[str, ...] = ()
    """Processes of the service that could not be killed, as "number name"; the cut is void."""
