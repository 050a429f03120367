"""Runner of staged faults, which change by themselves while they are on a link."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from random import Random

from epreuve.faults.errors import FaultError
from epreuve.faults.fault import Fault, StagedFault

STOP = 30.0  # seconds for the last change to end, at most: two exchanges with the server


class StageRunner:
    """Thread that runs stages on one link until `stop`; `changes` are (Unix time, fault or None).

    A change that fails ends the stages: `failure` is its error; nothing is left on the link.
    """

    def __init__(
        self,
        staged: StagedFault,
        name: str,
        apply: Callable[[Fault], object],
        heal: Callable[[Fault], object],
    ) -> None:
        self.changes: list[tuple[float, Fault | None]] = []
        self.failure: FaultError | None = None
        self._stages = staged.stages(Random(f"{staged.seed or 0}/{name}"))
        self._apply, self._heal = apply, heal
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"stages of {name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the current stage; again is not an error. Raises the failure, if any."""
        self._stopped.set()
        self._thread.join(STOP)
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        try:
            for seconds, fault in self._stages:
                if fault is not None:
                    self._apply(fault)
                self.changes.append((time.time(), fault))
                over = self._stopped.wait(seconds)
                if fault is not None:
                    self._heal(fault)
                if over:
                    return
        except FaultError as error:
            self.failure = error
