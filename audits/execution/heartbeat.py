"""Periodic check that the Toxiproxy server still answers."""

import time

from epreuve.faults.toxiproxy.engine import Engine

EVERY = 2.0  # seconds between two checks


class EngineHeartbeat:
    """Check of one engine: it takes some milliseconds, or five seconds when the engine hangs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._checked = 0.0

    def failure(self) -> str | None:
        """Return why the run must stop; None when the engine answers, or was checked just now."""
        if time.monotonic() - self._checked < EVERY:
            return None
        self._checked = time.monotonic()
        if self._engine.alive():
            return None
        return f"the Toxiproxy server at {self._engine.client.url} no longer answers"
