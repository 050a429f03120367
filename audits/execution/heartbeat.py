"""Periodic check that the Toxiproxy server still responds."""

import threading

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution.bench_failure import engine_failure
from epreuve.faults.closing import Closing
from epreuve.faults.errors import FaultError
from epreuve.faults.toxiproxy.engine import Engine

EVERY = 2.0  # seconds between two checks


class EngineHeartbeat(Closing):
    """Check of one engine, from a thread: a late response must not delay the steps of the plan.

    `failure` is why the run must stop, None while the engine responds.
    """

    def __init__(self, engine: Engine, every: float = EVERY) -> None:
        self.failure: NotMeasurable | None = None
        self._engine, self._every = engine, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; a check that waits for a response ends by itself."""
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            try:
                self._engine.client.version()
            except FaultError as error:
                self.failure = engine_failure(error)
                return
