"""Whether the Toxiproxy server still answers, asked now and then."""

import time

from epreuve.faults.toxiproxy.engine import Engine

EVERY = 2.0  # seconds between two questions


class Pulse:
    """One engine; a question costs a few milliseconds, five seconds when it hangs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked = 0.0

    def failure(self) -> str | None:
        """Why nothing can be learnt any more; None when it answers, or was asked just now."""
        if time.monotonic() - self._asked < EVERY:
            return None
        self._asked = time.monotonic()
        if self._engine.alive():
            return None
        return f"the Toxiproxy server at {self._engine.client.url} no longer answers"
