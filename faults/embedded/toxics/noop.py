"""`noop`: no effect."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.embedded.toxics.stage import Stage
from epreuve.faults.embedded.toxics.toxic import Toxic


@dataclass(frozen=True)
class NoopToxic(Toxic):
    """No settings."""

    stage = Stage
