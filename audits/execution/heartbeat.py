"""Regular check that the Toxiproxy server still answers."""

import time

from epreuve.faults.toxiproxy.engine import Engine

EVERY = 2.0  # seconds between two checks


class EngineHeartbeat:
    """Check of one engine: a few milliseconds, five seconds when it hangs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._checked_at = 0.0

    def failure(self) -> str | None:
        """Return why the run cannot go on; None when the engine answers, or did just before."""
        if time.monotonic() - self._checked_at < EVERY:
            return None
        self._checked_at = time.monotonic()
        if self._engine.alive():
            return None
        return f"the Toxiproxy server at {self._engine.client.url} no longer answers"
