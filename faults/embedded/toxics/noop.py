"""`noop`: no effect."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.embedded.toxics.stage import Stage
from epreuve.faults.embedded.toxics.toxic import ToxicSettings


@dataclass(frozen=True)
class NoopToxic(ToxicSettings):
    """No settings."""

    stage = Stage
