"""Sampler of the use of the test machine: one thread, one reading per second."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.machine.machine import Machine, MachineReading
from epreuve.probes.machine.records import BenchPressure

EVERY = 1.0  # seconds


class PressureSampler:
    """Thread that records a `BenchPressure` each second from `start` to `close`.

    `service` returns the processes that the run started for the service and its dependencies.
    `addresses` ("host:port") are theirs.
    """

    def __init__(
        self,
        service: Callable[[], Iterable[int]],
        addresses: Iterable[str],
        now: Callable[[], float],
        record: Callable[[Observation[BenchPressure]], None],
        every: float = EVERY,
        proc: Path = Path("/proc"),
    ) -> None:
        self._machine = Machine(addresses, os.getpid(), proc)
        self._service, self._now, self._record, self._every = service, now, record, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pressure", daemon=True)
        self._last: MachineReading | None = None

    def start(self) -> None:
        """Start; call it when the service listens."""
        self._thread.start()

    def close(self) -> None:
        """Stop after the current reading."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        self._sample()
        while not self._over.wait(self._every):
            self._sample()

    def _sample(self) -> None:
        # A machine that hides a counter has no record: the assessment says so.
        with contextlib.suppress(OSError, ValueError, IndexError, KeyError):
            reading = self._machine.read(time.monotonic(), set(self._service()))
            if self._last is not None:
                record = self._machine.use(self._last, reading)
                self._record(Observation(round(self._now(), 6), "machine", record))
            self._last = reading
